-- Ends holding a message: KEYS what is held since when, what is held, and the list that it goes back to, if it does; ARGV its tag,
-- and the message as it goes back. Whoever is second does nothing. Returns 1 for the first.
local first = redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[1], ARGV[1])
if first == 1 and KEYS[3] then redis.call('RPUSH', KEYS[3], ARGV[2]) end
return first
