-- What was held for too long, by whomever: KEYS what is held since when, what is held, the lock; ARGV how many seconds are too many,
-- a token. Returns tags and what is held, one after the other, ten at most, or nothing while another one looks. What is in one of
-- the two alone is removed.
if not redis.call('SET', KEYS[3], ARGV[2], 'NX', 'PX', 300000) then return {} end
local now = tonumber(redis.call('TIME')[1])
local found = {}
for _, tag in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[1], now - tonumber(ARGV[1]), 0, 'LIMIT', 0, 10)) do
  local held = redis.call('HGET', KEYS[2], tag)
  if held then
    table.insert(found, tag); table.insert(found, held)
  else
    redis.call('ZREM', KEYS[1], tag)
  end
end
return found
