-- Messages that are still worked on: KEYS what is held since when; ARGV their tags. Those that others took are left alone.
local now = redis.call('TIME')
for _, tag in ipairs(ARGV) do
  redis.call('ZADD', KEYS[1], 'XX', string.format('%d.%06d', now[1], now[2]), tag)
end
return #ARGV
