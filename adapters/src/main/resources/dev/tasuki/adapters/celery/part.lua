-- A part of a chord has ended: KEYS the parts, what is to be added to their number, their number, how they are nested; ARGV its
-- place, the part, seconds to keep all. Returns how they are nested (empty: a list) and all parts if none is missing, else nothing.
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
local count = redis.call('ZCARD', KEYS[1])
local more, size = redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])
for i = 1, 3 do redis.call('EXPIRE', KEYS[i], ARGV[3]) end
if not size or count ~= tonumber(size) + tonumber(more or 0) then return {} end
local whole = redis.call('ZRANGE', KEYS[1], 0, -1)
table.insert(whole, 1, redis.call('GET', KEYS[4]) or '')
return whole
