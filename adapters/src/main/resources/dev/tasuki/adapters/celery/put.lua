-- A state of a call for its client: KEYS[1] its key, which is its channel, too; ARGV the state's name, seconds to keep it, the value.
-- Nothing replaces SUCCESS. What is on the way replaces no end; STARTED may, after a retry by hand. Returns 1 if it was written.
local ends = { SUCCESS = true, FAILURE = true, REVOKED = true }
local before = redis.call('GET', KEYS[1])
if before then
  local read, meta = pcall(cjson.decode, before)
  local was = read and type(meta) == 'table' and meta.status
  if was == 'SUCCESS' then return 0 end
  if ends[was] and not ends[ARGV[1]] and ARGV[1] ~= 'STARTED' then return 0 end
end
redis.call('SETEX', KEYS[1], ARGV[2], ARGV[3])
redis.call('PUBLISH', KEYS[1], ARGV[3])
return 1
