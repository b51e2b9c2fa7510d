-- One queue in Redis: KEYS[1] is "<prefix>{<queue>}:", ARGV[1] names the operation. Checked against the contracts of brokers,
-- request/reply and dead letters on Redis 7.0.15. Every check comes before the first write: Redis does not undo a script
-- that fails.
-- Fields of an entry: b body, c correlation id, p 1 if durable, r reply queue, d deadline (ms), h headers (JSON), n former deliveries.
local P = KEYS[1]
local S, G, LATER, BODY, DEAD, WORKERS = P .. 's', 'g', P .. 'later', P .. 'body', P .. 'dead', P .. 'workers'
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local op = ARGV[1]
local function n(x) return string.format('%.0f', x) end
local function group()
  if redis.call('EXISTS', S) == 0 then redis.call('XGROUP', 'CREATE', S, G, '0', 'MKSTREAM') end
end
-- Nothing is pending where somebody deleted the stream or its group.
local function pending(...)
  local p = redis.pcall('XPENDING', S, G, ...)
  return p.err and {} or p
end
local function due()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', LATER, '-inf', n(now), 'LIMIT', 0, 100)) do
    redis.call('XADD', S, '*', unpack(cmsgpack.unpack(redis.call('HGET', BODY, id))))
    redis.call('HDEL', BODY, id); redis.call('ZREM', LATER, id)
  end
  local next = redis.call('ZRANGE', LATER, 0, 0, 'WITHSCORES')
  return next[2] and math.max(1, tonumber(next[2]) - now) or 1000
end
-- Of what is settled together, how often each was delivered that the consumer holds; the rest is looked up one by one.
local holds = {}
local function held(id, consumer)
  if holds[id] then return holds[id] end
  local p = pending(id, id, 1, consumer)
  return p[1] and p[1][4]
end
local function fields(id) local e = redis.call('XRANGE', S, id, id); return e[1] and e[1][2] end
local function drop(id) redis.call('XACK', S, G, id); redis.call('XDEL', S, id) end
if op == 'publish' then
  -- How many may wait, then each message: the number of its names and values, and these.
  local most, out, at, stale, length = tonumber(ARGV[2]), {}, 3, true, 0
  length = redis.call('XLEN', S)
  if length == 0 then group(); stale = false end
  while at < #ARGV do
    local last = at + tonumber(ARGV[at])
    if most > 0 and stale then
      -- Two at the head for each message, as long as that finds what has expired.
      stale = false
      for _, e in ipairs(redis.call('XRANGE', S, '-', '+', 'COUNT', 2)) do
        for i = 1, #e[2], 2 do
          if e[2][i] == 'd' and tonumber(e[2][i + 1]) <= now then drop(e[1]); stale = true end
        end
      end
      if stale then length = redis.call('XLEN', S) end
    end
    if most > 0 and length >= most then out[#out + 1] = 0
    else
      redis.call('XADD', S, '*', unpack(ARGV, at + 1, last))
      length = length + 1
      out[#out + 1] = 1
    end
    at = last + 1
  end
  return out
elseif op == 'tend' then
  local consumer, count, patience = ARGV[2], tonumber(ARGV[3]), ARGV[4]
  redis.pcall('XGROUP', 'CREATE', S, G, '0', 'MKSTREAM')
  redis.call('ZADD', WORKERS, n(now), consumer)
  -- Names of processes that died: DELCONSUMER forgets what is pending, so that must have been taken over before.
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', WORKERS, '-inf', n(now - 3600000), 'LIMIT', 0, 10)) do
    if #pending('-', '+', 1, gone) == 0 then
      redis.call('XGROUP', 'DELCONSUMER', S, G, gone)
      redis.call('ZREM', WORKERS, gone)
    end
  end
  local wait, out = due(), {}
  if count > 0 then
    for _, e in ipairs(redis.call('XAUTOCLAIM', S, G, consumer, patience, '0-0', 'COUNT', count)[2]) do
      out[#out + 1] = {e[1], e[2], held(e[1], consumer)}
    end
  end
  return {wait, out}
elseif op == 'beat' then
  for i = 4, #ARGV do
    if held(ARGV[i], ARGV[2]) then redis.call('XCLAIM', S, G, ARGV[2], 0, ARGV[i], 'JUSTID') end
  end
  redis.call('ZADD', WORKERS, n(now), ARGV[2])
  return 1
elseif op == 'settle' then
  local consumer, most, done, ended = ARGV[2], ARGV[3], {}, {}
  if #ARGV > 7 then
    for _, p in ipairs(pending('-', '+', #ARGV, consumer)) do holds[p[1]] = p[4] end
  end
  for i = 4, #ARGV, 4 do
    local id, count, how, arg = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
    local f = held(id, consumer) == count and (how == 'accept' or fields(id))
    done[#done + 1] = f and 1 or 0
    if how == 'accept' then
      -- Nothing of it is needed but that it was there.
      if f then ended[#ended + 1] = id; done[#done] = redis.call('XDEL', S, id) end
    elseif f then
      local seen = false
      for x = 1, #f, 2 do if f[x] == 'n' then f[x + 1] = n(tonumber(f[x + 1]) + count); seen = true end end
      if not seen then f[#f + 1] = 'n'; f[#f + 1] = n(count) end
      if how == 'requeue' and tonumber(arg) > 0 then
        redis.call('ZADD', LATER, n(now + tonumber(arg)), id)
        redis.call('HSET', BODY, id, cmsgpack.pack(f))
      elseif how == 'requeue' then redis.call('XADD', S, '*', unpack(f))
      elseif how == 'discard' then
        f[#f + 1] = 'reason'; f[#f + 1] = arg; f[#f + 1] = 'at'; f[#f + 1] = n(now)
        redis.call('XADD', DEAD, '*', unpack(f))
        -- The oldest letters give way; how many is told with the 1 of the settlement.
        done[#done] = 1 + redis.call('XTRIM', DEAD, 'MAXLEN', most)
      end
      drop(id)
    end
    if f then holds[id] = nil end
  end
  if #ended > 0 then redis.call('XACK', S, G, unpack(ended)) end
  return done
elseif op == 'leave' then
  redis.call('ZREM', WORKERS, ARGV[2])
  if redis.call('EXISTS', S) == 1 and #pending('-', '+', 1, ARGV[2]) == 0 then
    redis.pcall('XGROUP', 'DELCONSUMER', S, G, ARGV[2])
  end
  return 1
elseif op == 'status' then
  if redis.call('EXISTS', S) == 0 then return {0, 0, 0} end
  local taken = pending()[1] or 0
  return {redis.call('XLEN', S) - taken + redis.call('ZCARD', LATER), taken, redis.call('ZCOUNT', WORKERS, n(now - 30000), '+inf')}
elseif op == 'mine' then
  -- What is pending under this consumer, without the entries that it names. XREADGROUP with 0 would count a delivery of each.
  local known, out = {}, {}
  for i = 4, #ARGV do known[ARGV[i]] = true end
  if redis.call('EXISTS', S) == 0 then return out end
  for _, p in ipairs(pending('-', '+', ARGV[3], ARGV[2])) do
    local f = not known[p[1]] and fields(p[1])
    if f then out[#out + 1] = {p[1], f, p[4]} end
  end
  return out
elseif op == 'dead' then
  return redis.call('XLEN', DEAD)
elseif op == 'letters' then
  -- Of each body the beginning, and its size: a page of letters is bounded in bytes.
  local out, shown = {}, tonumber(ARGV[4])
  for _, e in ipairs(redis.call('XRANGE', DEAD, ARGV[2], '+', 'COUNT', ARGV[3])) do
    local f = {}
    for i = 1, #e[2], 2 do
      local k, v = e[2][i], e[2][i + 1]
      if k == 'b' then f[#f + 1] = 'size'; f[#f + 1] = n(#v); v = string.sub(v, 1, shown) end
      f[#f + 1] = k; f[#f + 1] = v
    end
    out[#out + 1] = {e[1], f}
  end
  return out
elseif op == 'reply' then
  -- The replies to one process: P is its list's prefix. A process that died leaves a list that expires.
  local list, out = P .. 'list', {}
  local fit = math.max(0, math.min(#ARGV - 3, tonumber(ARGV[2]) - redis.call('LLEN', list)))
  for i = 1, #ARGV - 3 do out[i] = i <= fit and 1 or 0 end
  if fit > 0 then
    redis.call('RPUSH', list, unpack(ARGV, 4, 3 + fit))
    redis.call('PEXPIRE', list, ARGV[3])
  end
  return out
elseif op == 'revive' then
  local e = redis.call('XRANGE', DEAD, ARGV[2], ARGV[2])[1]
  if not e then return 0 end
  group()
  local f = {}
  for i = 1, #e[2], 2 do
    local k, v = e[2][i], e[2][i + 1]
    if k == 'b' and ARGV[3] == '1' then v = ARGV[4] end
    if k ~= 'r' and k ~= 'd' and k ~= 'n' and k ~= 'reason' and k ~= 'at' and k ~= 'p' then f[#f + 1] = k; f[#f + 1] = v end
  end
  f[#f + 1] = 'p'; f[#f + 1] = '1'
  redis.call('XDEL', DEAD, ARGV[2])
  redis.call('XADD', S, '*', unpack(f))
  return 1
elseif op == 'remove' then
  return redis.call('XDEL', DEAD, ARGV[2])
end
