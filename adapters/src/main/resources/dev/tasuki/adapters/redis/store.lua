-- The task rows in Redis: one script, ARGV[1] names the operation. KEYS[1] is the prefix of all keys and holds the hash
-- tag, so that in a Cluster all of them are in one slot. Checked against all task store contracts on Redis 7.0.15.
-- Every check comes before the first write: Redis does not undo a script that fails. What stands in double braces is
-- put in when the script is read.
local P = KEYS[1]
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local SMALL = {'seq','kind','dataset','tags','state','run_at','expires_at','priority','turn','epoch','attempts','owner',
  'lease_until','cancel','finish','published','code','ikey','name','created','owed','answering','number'}
local NUM = {seq=1,run_at=1,expires_at=1,priority=1,turn=1,epoch=1,attempts=1,lease_until=1,published=1,created=1,answering=1,number=1}
-- Whole numbers only: of all ways to write a number this one is the cheapest.
local function n(x) return string.format('%d', x) end
local NOW = n(now)
local function key(id) return P .. 'task:' .. id end
local function load(id)
  local v = redis.call('HMGET', key(id), unpack(SMALL))
  if not v[1] then return nil end
  local r = {id = id}
  for i = 1, #SMALL do
    local f, x = SMALL[i], v[i]
    if x then r[f] = NUM[f] and tonumber(x) or x end
  end
  return r
end
local function full(id) return redis.call('HGETALL', key(id)) end
-- The origin lies beside the row: lists need none.
local function whole(id)
  local f, origin = full(id), redis.call('GET', P .. 'origin:' .. id)
  if origin then f[#f + 1] = 'origin'; f[#f + 1] = origin end
  return f
end
-- The only place that says which row stands in which index: key, score and member of each, one after the other. Those
-- of its dataset and tags only where it comes or goes or these change: they stay the same otherwise.
local function marks(r, all)
  r.m = r.m or string.format('%016d', r.seq) .. '|' .. r.id
  local m, seq, tags = r.m, n(r.seq), {}
  local out = {P .. 'state:' .. r.state, seq, r.id}
  local function mark(k, score, member)
    local at = #out
    out[at + 1] = P .. k; out[at + 2] = score; out[at + 3] = member
  end
  if r.tags ~= '[]' then tags = cjson.decode(r.tags) end
  if all then
    mark('all', seq, r.id)
    mark('dataset:' .. r.dataset, seq, r.id)
    for _, tag in ipairs(tags) do mark('tag:' .. tag, seq, r.id) end
  end
  if r.state == 'TASK_ERROR' and r.code then mark('code:' .. r.code, seq, r.id) end
  if r.state == 'TASK_RECEIVED' then
    mark((r.published and 'out:' or 'new:') .. r.kind .. ':' .. n(r.priority), n(r.run_at), m)
    if r.published then mark('sent', n(r.published), m) end
    if r.epoch == 0 and r.expires_at then mark('expiry', n(r.expires_at), m) end
  elseif r.state == 'TASK_STARTED' then
    local leased = n(r.lease_until)
    mark('lease', leased, m)
    mark('run:d:' .. r.dataset, leased, r.id)
    for _, tag in ipairs(tags) do mark('run:t:' .. tag, leased, r.id) end
    if r.cancel == '1' then mark('cancelling', seq, m) end
    if r.finish == '1' then mark('finishing', seq, m) end
  elseif r.owed then mark('owed:' .. r.owed, n(r.answering or 0), m)
  end
  return out
end
local function reindex(before, after)
  local had, keep = {}, {}
  for i = 1, #before, 3 do had[before[i]] = before[i + 1] end
  for i = 1, #after, 3 do keep[after[i]] = true end
  for i = 1, #before, 3 do
    if not keep[before[i]] then redis.call('ZREM', before[i], before[i + 2]) end
  end
  for i = 1, #after, 3 do
    if had[after[i]] ~= after[i + 1] then redis.call('ZADD', after[i], after[i + 1], after[i + 2]) end
  end
end
-- sets: field -> value; false removes the field
local function change(r, sets)
  local all = sets.dataset or sets.tags
  local before, put, del = marks(r, all), {}, {}
  for f, v in pairs(sets) do
    if v == false then del[#del + 1] = f; r[f] = nil
    else
      put[#put + 1] = f; put[#put + 1] = type(v) == 'number' and n(v) or v
      r[f] = v
    end
  end
  local after = marks(r, all)
  if #put > 0 then redis.call('HSET', key(r.id), unpack(put)) end
  if #del > 0 then redis.call('HDEL', key(r.id), unpack(del)) end
  reindex(before, after)
  return 1
end
-- Where the letter after so many begins; nil if there is none.
local function beyond(text, most)
  if #text <= most then return nil end
  local count = 0
  for at in string.gmatch(text, '()[%z\1-\127\194-\244][\128-\191]*') do
    count = count + 1
    if count > most then return at end
  end
end
-- The next line of the change log. Scripts run one after another, so its versions have no gaps.
local function line(version, r, what, metrics, detail, alias)
  local f = {'at', NOW, 'type', what, 'subject', r.id, 'kind', r.kind, 'dataset', r.dataset, 'attempt', n(r.attempts)}
  local function add(name, value) if value then f[#f + 1] = name; f[#f + 1] = value end end
  add('name', r.name)
  add('metrics', metrics and not beyond(metrics, {{change_metrics}}) and metrics)
  if r.code and detail then
    local cut = beyond(detail, {{change_detail}})
    add('code', r.code)
    add('detail', cut and string.sub(detail, 1, cut - 1) or detail)
  end
  if alias then
    for name, value in pairs(alias) do add(name, value) end
  end
  version = n(version)
  redis.call('XADD', P .. 'changes', version .. '-0', unpack(f))
  redis.call('RPUSH', P .. 'lines:' .. r.id, version)
end
-- A change that the change log tells of.
local function move(r, sets, what)
  local version = redis.call('INCR', P .. 'version')
  sets.version = version
  change(r, sets)
  line(version, r, what, sets.metrics, sets.detail)
  return 1
end
local function expired(r) return r.state == 'TASK_RECEIVED' and r.epoch == 0 and r.expires_at and r.expires_at <= now end
local function waits(r) return r.state == 'TASK_RECEIVED' and r.run_at <= now and not expired(r) end
local function lapsed(r) return r.state == 'TASK_STARTED' and r.lease_until < now end
-- Names of models. names: the first spelling of each that has a version, by its small letters. name:X: newest, the last
-- number given, never given again. versions:X: ids by number. aliases:X: numbers by alias. moves:X: what aliases were.
local function nameof(r)
  local fits = r.kind == 'TRAIN' and r.name and #r.name <= 128 and string.find(r.name, '^[%w_][%w._-]*$')
  return fits and string.lower(r.name) or nil
end
local function pointers(name, number)
  local out, all = {}, redis.call('HGETALL', P .. 'aliases:' .. name)
  for i = 1, #all, 2 do if tonumber(all[i + 1]) == number then out[#out + 1] = all[i] end end
  table.sort(out)
  return out
end
local op = ARGV[1]
local OPS, T = {}, {}
function OPS.accept()
  local id, k, fp = ARGV[2], ARGV[3], ARGV[4]
  if k ~= '' then
    local holder = redis.call('HGET', P .. 'keys', k)
    if holder then
      local same = redis.call('HGET', key(holder), 'fp') == fp
      return {same and 'repeated' or 'taken', whole(holder)}
    end
  end
  local twin = redis.call('HGET', P .. 'folds', string.lower(id))
  if twin then return {'repeated', whole(twin)} end
  local version = redis.call('INCR', P .. 'version')
  local seq = redis.call('INCR', P .. 'seq')
  local f = {'id', id, 'seq', n(seq), 'version', n(version), 'state', 'TASK_RECEIVED', 'epoch', '0', 'attempts', '0', 'cancel', '0', 'turn', '0',
    'progress', '0.0', 'stage', 'queued', 'text', '', 'created', NOW}
  local r, origin = {id = id, seq = seq, state = 'TASK_RECEIVED', epoch = 0, attempts = 0}, nil
  for i = 5, #ARGV, 2 do
    local name, v = ARGV[i], ARGV[i + 1]
    if (name == 'run_at' or name == 'first_due') and v == '0' then v = NOW end
    if name == 'origin' then origin = v
    else
      f[#f + 1] = name; f[#f + 1] = v
      r[name] = NUM[name] and tonumber(v) or v
    end
  end
  local indexes = marks(r, true)
  if k ~= '' then
    f[#f + 1] = 'ikey'; f[#f + 1] = k; f[#f + 1] = 'fp'; f[#f + 1] = fp
    redis.call('HSET', P .. 'keys', k, id)
  end
  redis.call('HSET', key(id), unpack(f))
  if origin then redis.call('SET', P .. 'origin:' .. id, origin) end
  redis.call('HSET', P .. 'groups', id, r.dataset .. '\0' .. r.tags)
  redis.call('HSET', P .. 'folds', string.lower(id), id)
  reindex({}, indexes)
  line(version, r, 'task.received')
  return {'created', seq, version, NOW}
end
function OPS.find()
  local id = redis.call('HGET', P .. 'folds', string.lower(ARGV[2]))
  return id and whole(id) or {}
end
function OPS.report()
  local done = redis.call('HGET', key(ARGV[2]), 'state') == 'TASK_COMPLETED'
  return done and redis.call('GET', P .. 'report:' .. ARGV[2])
end
function OPS.schema()
  redis.call('SETNX', P .. 'schema', '1')
  return redis.call('GET', P .. 'schema')
end
-- What further operations need is made when one of them is called: to make it all takes longer than most of them do.
local function reading()
local KINDS = {'TRAIN', 'PREDICT'}
-- All that a list shows without payloads: the values alone, since reader and script are of one version.
local BRIEF = { {{brief}} }
local function brief(id) return redis.call('HMGET', key(id), unpack(BRIEF)) end
local function idof(m) return string.sub(m, 18) end
local function ordered(rows, limit, show)
  table.sort(rows, function(a, b)
    if a.priority ~= b.priority then return a.priority > b.priority end
    if a.run_at ~= b.run_at then return a.run_at < b.run_at end
    return a.seq < b.seq
  end)
  local out = {}
  for i = 1, math.min(limit, #rows) do out[i] = (show or full)(rows[i].id) end
  return out
end
local function overdue()
  local late = {}
  for _, m in ipairs(redis.call('ZRANGEBYSCORE', P .. 'expiry', '-inf', n(now), 'LIMIT', 0, 10000)) do late[m] = true end
  return late
end
local function first(zset, limit, late, without, into, spare)
  local from, got = 0, 0
  while got < limit do
    local page = redis.call('ZRANGEBYSCORE', zset, '-inf', n(now), 'LIMIT', from, 500)
    if #page == 0 then return end
    local groups = nil
    if without then
      local ids = {}
      for i, m in ipairs(page) do ids[i] = idof(m) end
      groups = redis.call('HMGET', P .. 'groups', unpack(ids))
    end
    for i, m in ipairs(page) do
      if not late[m] and not (without and without(groups[i])) then
        local r = load(idof(m))
        if not (spare and spare(r)) then
          into[#into + 1] = r; got = got + 1
          if got == limit then return end
        end
      end
    end
    if #page < 500 then return end
    from = from + 500
  end
end
local function lapsedRows(into, kind)
  for _, m in ipairs(redis.call('ZRANGEBYSCORE', P .. 'lease', '-inf', '(' .. n(now), 'LIMIT', 0, 1000)) do
    local r = load(idof(m))
    if not kind or r.kind == kind then into[#into + 1] = r end
  end
end
function OPS.counts()
  local scheduled, longest = 0, now
  for _, kind in ipairs(KINDS) do
    for p = 0, 9 do
      for _, s in ipairs({'new:', 'out:'}) do
        local waiting = P .. s .. kind .. ':' .. p
        scheduled = scheduled + redis.call('ZCOUNT', waiting, '(' .. n(now), '+inf')
        local first = redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')[2]
        if first then longest = math.min(longest, tonumber(first)) end
      end
    end
  end
  local out = {redis.call('ZCARD', P .. 'sent'), scheduled, now - longest}
  for i = 2, #ARGV do out[#out + 1] = redis.call('ZCARD', P .. 'state:' .. ARGV[i]) end
  return out
end
-- Rows newest first. Visits 2,000 at most and tells where it stopped, so that Redis never stands still for a list.
function OPS.list()
  local before, limit, dataset, tag, code = ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]
  local show, ended, request, fp = ARGV[7] == '1' and brief or full, tonumber(ARGV[8]), ARGV[9], ARGV[10]
  local name, since = ARGV[11], tonumber(ARGV[12])
  local algorithms, named, states, count = {}, tonumber(ARGV[13]), {}, 0
  for i = 14, 13 + named do algorithms[ARGV[i]] = true end
  for i = 14 + named, #ARGV do states[ARGV[i]] = true; count = count + 1 end
  local sets, drive = {}, nil
  if dataset ~= '' then sets[#sets + 1] = P .. 'dataset:' .. dataset end
  if tag ~= '' then sets[#sets + 1] = P .. 'tag:' .. string.sub(tag, 2) end
  if code ~= '' then sets[#sets + 1] = P .. 'code:' .. code end
  local function wanted(id)
    if count == 0 and not ended and name == '' and not since and named == 0 then return true end
    local v = redis.call('HMGET', key(id), 'state', 'finished', 'name', 'created', 'algorithm')
    return (count == 0 or states[v[1]]) and (not ended or (v[2] and tonumber(v[2]) < ended))
      and (name == '' or (v[3] and '=' .. v[3] == name)) and (not since or tonumber(v[4]) >= since)
      and (named == 0 or (v[5] and algorithms[v[5]] or false))
  end
  if request ~= '' then
    local id = redis.call('HGET', P .. 'keys', string.sub(request, 2))
    local ok = id and redis.call('HGET', key(id), 'fp') == fp and wanted(id)
    for _, s in ipairs(sets) do ok = ok and redis.call('ZSCORE', s, id) end
    ok = ok and (before == '' or tonumber(redis.call('HGET', key(id), 'seq')) < tonumber(before))
    return {'', ok and {show(id)} or {}}
  end
  if #sets == 0 and count > 0 and not ended and name == '' and not since and named == 0 then
    local upper, found, out = before == '' and '+inf' or '(' .. before, {}, {}
    for s in pairs(states) do
      local page = redis.call('ZREVRANGEBYSCORE', P .. 'state:' .. s, upper, '-inf', 'WITHSCORES', 'LIMIT', 0, limit)
      for i = 1, #page, 2 do found[#found + 1] = {tonumber(page[i + 1]), page[i]} end
    end
    table.sort(found, function(a, b) return a[1] > b[1] end)
    for i = 1, math.min(limit, #found) do out[i] = show(found[i][2]) end
    return {'', out}
  end
  if #sets == 0 then sets[1] = P .. 'all' end
  table.sort(sets, function(a, b) return redis.call('ZCARD', a) < redis.call('ZCARD', b) end)
  drive = table.remove(sets, 1)
  local upper, out, seen = before == '' and '+inf' or '(' .. before, {}, 0
  while #out < limit do
    local page = redis.call('ZREVRANGEBYSCORE', drive, upper, '-inf', 'WITHSCORES', 'LIMIT', 0, 200)
    for i = 1, #page, 2 do
      local ok = true
      for _, s in ipairs(sets) do ok = ok and redis.call('ZSCORE', s, page[i]) end
      if ok and #out < limit and wanted(page[i]) then out[#out + 1] = show(page[i]) end
      upper = '(' .. page[i + 1]
    end
    seen = seen + #page / 2
    if #page < 400 then return {'', out} end
    if seen >= 2000 then return {string.sub(upper, 2), out} end
  end
  return {'', out}
end
-- Rows of older versions that have ended. Visits 600 at most, from where it stopped the last time, and begins anew after
-- the last one: no row tells that it is one of them, and an older version knows of no index of such.
function OPS.unlabelled()
  local begun = redis.call('GET', P .. 'labelled') or '0'
  local limit, from, upto, out, seen = tonumber(ARGV[2]), begun, begun, {}, 0
  while #out < limit and seen < 600 do
    local page = redis.call('ZRANGEBYSCORE', P .. 'all', '(' .. from, '+inf', 'WITHSCORES', 'LIMIT', 0, 200)
    for i = 1, #page, 2 do
      local v = redis.call('HMGET', key(page[i]), 'state', 'algorithm')
      local ended = v[1] and v[1] ~= 'TASK_RECEIVED' and v[1] ~= 'TASK_STARTED'
      local wanted = ended and (not v[2] or (v[2] == 'auto' and v[1] == 'TASK_COMPLETED'))
      if wanted and #out < limit then out[#out + 1] = full(page[i]) end
      from = page[i + 1]
      if #out == 0 then upto = from end
    end
    seen = seen + #page / 2
    if #page < 400 then
      if #out == 0 then upto = '0' end
      break
    end
  end
  if upto ~= begun then redis.call('SET', P .. 'labelled', upto) end
  return out
end
function OPS.claimable()
  local kind, limit, rows, late = ARGV[2], tonumber(ARGV[3]), {}, overdue()
  for p = 9, 0, -1 do
    for _, s in ipairs({'new:', 'out:'}) do first(P .. s .. kind .. ':' .. p, limit, late, nil, rows) end
    if #rows >= limit then break end
  end
  lapsedRows(rows, kind)
  return ordered(rows, limit)
end
function OPS.ahead()
  local kind, prio, limit, rows = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), {}
  local late = overdue()
  for p = 9, prio + 1, -1 do first(P .. 'out:' .. kind .. ':' .. p, limit - #rows, late, nil, rows) end
  return ordered(rows, limit)
end
function OPS.unpublished()
  local silence, limit, names, tagged, rows, late = tonumber(ARGV[2]), tonumber(ARGV[3]), {}, false, {}, overdue()
  local since = now - tonumber(ARGV[4])
  -- Who has just accepted it is about to publish it.
  local function young(r) return r.turn == 0 and r.run_at <= r.created and r.created > since end
  for i = 5, #ARGV do names[ARGV[i]] = true; tagged = tagged or string.sub(ARGV[i], 1, 1) == 't' end
  local without = #ARGV >= 5 and function(group)
    local zero = string.find(group, '\0', 1, true)
    if names['d' .. string.sub(group, 1, zero - 1)] then return true end
    if tagged then
      for _, tag in ipairs(cjson.decode(string.sub(group, zero + 1))) do if names['t' .. tag] then return true end end
    end
    return false
  end or nil
  for p = 9, 0, -1 do
    for _, kind in ipairs(KINDS) do first(P .. 'new:' .. kind .. ':' .. p, limit, late, without, rows, young) end
    if #rows >= limit then break end
  end
  for _, m in ipairs(redis.call('ZRANGEBYSCORE', P .. 'sent', '-inf', '(' .. n(now - silence), 'LIMIT', 0, 1000)) do
    local r = load(idof(m))
    if waits(r) and not (without and without(redis.call('HGET', P .. 'groups', r.id))) then rows[#rows + 1] = r end
  end
  return ordered(rows, limit)
end
function OPS.lapsed() local rows = {}; lapsedRows(rows); return ordered(rows, tonumber(ARGV[2])) end
function OPS.expired()
  local rows = {}
  for _, m in ipairs(redis.call('ZRANGEBYSCORE', P .. 'expiry', '-inf', n(now), 'LIMIT', 0, 1000)) do rows[#rows + 1] = load(idof(m)) end
  return ordered(rows, tonumber(ARGV[2]))
end
local function told(zset)
  local rows = {}
  for _, m in ipairs(redis.call('ZRANGE', P .. zset, 0, -1)) do
    local r = load(idof(m)); if r and r.owner == ARGV[2] then rows[#rows + 1] = r end
  end
  return ordered(rows, tonumber(ARGV[3]))
end
function OPS.unanswered()
  local rows = {}
  for _, m in ipairs(redis.call('ZRANGEBYSCORE', P .. 'owed:' .. ARGV[2], '-inf', '(' .. n(now), 'LIMIT', 0, 1000)) do rows[#rows + 1] = load(idof(m)) end
  return ordered(rows, tonumber(ARGV[3]), whole)
end
function OPS.cancelling() return told('cancelling') end
function OPS.finishing() return told('finishing') end
end
local function noting()
-- The change log
local function version(id) return tonumber(string.match(id, '^%d+')) end
function OPS.since() return redis.call('XRANGE', P .. 'changes', '(' .. ARGV[2] .. '-0', '+', 'COUNT', ARGV[3]) end
function OPS.of()
  local out, after, limit, from = {}, tonumber(ARGV[3]), tonumber(ARGV[4]), 0
  while #out < limit do
    local page = redis.call('LRANGE', P .. 'lines:' .. ARGV[2], from, from + 199)
    for _, v in ipairs(page) do
      if tonumber(v) > after and #out < limit then out[#out + 1] = redis.call('XRANGE', P .. 'changes', v .. '-0', v .. '-0')[1] end
    end
    if #page < 200 then return out end
    from = from + 200
  end
  return out
end
function OPS.span()
  local oldest = redis.call('XRANGE', P .. 'changes', '-', '+', 'COUNT', 1)[1]
  local newest = redis.call('XREVRANGE', P .. 'changes', '+', '-', 'COUNT', 1)[1]
  return {oldest and version(oldest[1]) or 0, newest and version(newest[1]) or 0}
end
function OPS.prune()
  local before, most, gone = tonumber(ARGV[2]), tonumber(ARGV[3]), 0
  local newest = OPS.span()[2]
  for _, e in ipairs(redis.call('XRANGE', P .. 'changes', '-', '+', 'COUNT', 1000)) do
    local f = {}
    for i = 1, #e[2], 2 do f[e[2][i]] = e[2][i + 1] end
    local v = version(e[1])
    if v >= newest or not (tonumber(f.at) < before or v <= newest - most) then break end
    redis.call('XDEL', P .. 'changes', e[1])
    redis.call('LPOP', P .. 'lines:' .. f.subject)
    gone = gone + 1
  end
  return gone
end
-- leases and cursors
function OPS.hold()
  local k = P .. 'lease:' .. ARGV[2]
  local held = redis.call('HMGET', k, 'holder', 'until')
  if held[1] and held[1] ~= ARGV[3] and tonumber(held[2]) > now then return 0 end
  redis.call('HSET', k, 'holder', ARGV[3], 'until', n(now + tonumber(ARGV[4])))
  return 1
end
function OPS.release()
  local k = P .. 'lease:' .. ARGV[2]
  return redis.call('HGET', k, 'holder') == ARGV[3] and redis.call('DEL', k) or 0
end
function OPS.cursor() return redis.call('HGET', P .. 'cursors', ARGV[2]) end
function OPS.begin() return redis.call('HSETNX', P .. 'cursors', ARGV[2], ARGV[3]) end
function OPS.move()
  if redis.call('HGET', P .. 'cursors', ARGV[2]) ~= ARGV[3] then return 0 end
  redis.call('HSET', P .. 'cursors', ARGV[2], ARGV[4])
  return 1
end
-- History of queues: for each step and queue a sorted set of samples by when they begin; history: their names.
function OPS.sampled()
  for i = 2, #ARGV, 3 do
    local series, at, sample = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    redis.call('SADD', P .. 'history', series)
    redis.call('ZREMRANGEBYSCORE', P .. 'history:' .. series, at, at)
    redis.call('ZADD', P .. 'history:' .. series, at, sample)
  end
end
function OPS.latest() return redis.call('ZREVRANGE', P .. 'history:' .. ARGV[2], 0, 0) end
function OPS.samples()
  return redis.call('ZRANGEBYSCORE', P .. 'history:' .. ARGV[2], ARGV[3], '(' .. ARGV[4], 'LIMIT', 0, ARGV[5])
end
function OPS.thin()
  local step, gone = ARGV[2] .. ':', 0
  for _, series in ipairs(redis.call('SMEMBERS', P .. 'history')) do
    if string.sub(series, 1, #step) == step then
      local k = P .. 'history:' .. series
      local old = redis.call('ZRANGEBYSCORE', k, '-inf', '(' .. ARGV[3], 'LIMIT', 0, 1000 - gone)
      if #old > 0 then gone = gone + redis.call('ZREMRANGEBYRANK', k, 0, #old - 1) end
    end
  end
  return gone
end
-- Who is there, and who was: one that is lost stays for a while. present: until when, by process; told: when it told
-- last; about: what; drain: those that are wished to take nothing new.
local function gone(process)
  redis.call('SREM', P .. 'drain', process)
  redis.call('ZREM', P .. 'present', process)
  redis.call('HDEL', P .. 'told', process)
  redis.call('HDEL', P .. 'about', process)
end
function OPS.tell()
  local known = redis.call('ZSCORE', P .. 'present', ARGV[2])
  if not known then
    local old = n(now - tonumber(ARGV[5]))
    for _, process in ipairs(redis.call('ZRANGEBYSCORE', P .. 'present', '-inf', old)) do gone(process) end
    -- A process of an older version takes off the lost without their wishes.
    for _, process in ipairs(redis.call('SMEMBERS', P .. 'drain')) do
      if not redis.call('ZSCORE', P .. 'present', process) then redis.call('SREM', P .. 'drain', process) end
    end
    if redis.call('ZCARD', P .. 'present') >= {{processes_present}} then
      local lost = redis.call('ZRANGEBYSCORE', P .. 'present', '-inf', n(now), 'LIMIT', 0, 1)
      if not lost[1] then return 0 end
      gone(lost[1])
    end
  end
  redis.call('ZADD', P .. 'present', n(now + tonumber(ARGV[4])), ARGV[2])
  redis.call('HSET', P .. 'told', ARGV[2], n(now))
  redis.call('HSET', P .. 'about', ARGV[2], ARGV[3])
  return 1 + redis.call('SISMEMBER', P .. 'drain', ARGV[2])
end
function OPS.leave() gone(ARGV[2]) end
function OPS.wish()
  if not redis.call('ZSCORE', P .. 'present', ARGV[2]) then return 0 end
  redis.call(ARGV[3] == '1' and 'SADD' or 'SREM', P .. 'drain', ARGV[2])
  return 1
end
function OPS.forget()
  local ends = redis.call('ZSCORE', P .. 'present', ARGV[2])
  if not ends or tonumber(ends) > now then return 0 end
  gone(ARGV[2])
  return 1
end
function OPS.present()
  local out = {}
  local since = '(' .. n(now - tonumber(ARGV[2]))
  local list = redis.call('ZRANGEBYSCORE', P .. 'present', since, '+inf', 'WITHSCORES')
  for i = 1, #list, 2 do
    local process, lost = list[i], tonumber(list[i + 1]) <= now
    local told = redis.call('HGET', P .. 'told', process)
    out[#out + 1] = {process, redis.call('HGET', P .. 'about', process), n(now - tonumber(told)), lost and 1 or 0,
      redis.call('SISMEMBER', P .. 'drain', process)}
  end
  return out
end
end
local function naming()
local function version_of(id)
  local v = redis.call('HMGET', key(id), 'number', 'numbered')
  return {v[1], id, v[2]}
end
local function numbered_as(name, number)
  return redis.call('ZRANGEBYSCORE', P .. 'versions:' .. name, number, number)[1]
end
local function named(name)
  local spelling = redis.call('HGET', P .. 'names', name)
  if not spelling then return {} end
  local twin = redis.call('HGET', P .. 'folds', name)
  local also = twin and redis.call('HGET', key(twin), 'kind') == 'TRAIN'
  local out = {spelling, also and '1' or '0', version_of(redis.call('ZREVRANGE', P .. 'versions:' .. name, 0, 0)[1])}
  local all = redis.call('HGETALL', P .. 'aliases:' .. name)
  for i = 1, #all, 2 do out[#out + 1] = all[i]; out[#out + 1] = version_of(numbered_as(name, all[i + 1])) end
  return out
end
function OPS.named() return named(ARGV[2]) end
-- A part of all names, so that Redis never stands still for long: where to go on, '0' at the end, and what was found.
function OPS.names()
  local page, out = redis.call('HSCAN', P .. 'names', ARGV[2], 'COUNT', 200), {}
  for i = 1, #page[2], 2 do out[#out + 1] = named(page[2][i]) end
  return {page[1], out}
end
function OPS.versions()
  local out = {}
  local ids = redis.call('ZREVRANGEBYSCORE', P .. 'versions:' .. ARGV[2], '(' .. ARGV[3], '-inf', 'LIMIT', 0, ARGV[4])
  for i, id in ipairs(ids) do out[i] = version_of(id) end
  return out
end
function OPS.numbers()
  local out = {}
  for i = 2, #ARGV do
    local r = load(ARGV[i])
    if r and r.number then out[#out + 1] = {r.id, n(r.number), pointers(nameof(r), r.number)} end
  end
  return out
end
function OPS.moves() return redis.call('LRANGE', P .. 'moves:' .. ARGV[2], 0, -1) end
-- ARGV: folded name, alias, the number expected or '', the number or 0, how, whether by is given, by
function OPS.point()
  local name, alias, number = ARGV[2], ARGV[3], tonumber(ARGV[5])
  local aliases = P .. 'aliases:' .. name
  if redis.call('HEXISTS', P .. 'names', name) == 0 then return {'NO_VERSION', 0} end
  local before = tonumber(redis.call('HGET', aliases, alias) or '0')
  if ARGV[4] ~= '' and tonumber(ARGV[4]) ~= before then return {'CONFLICT', before} end
  if number == 0 and before == 0 then return {'NO_ALIAS', 0} end
  local model = numbered_as(name, number == 0 and before or number)
  if not model then return {'NO_VERSION', before} end
  if before == 0 and redis.call('HLEN', aliases) >= {{model_aliases}} then return {'TOO_MANY', 0} end
  if before == number then return {'MOVED', before} end
  local by = ARGV[7] == '1' and ARGV[8] or nil
  if number == 0 then redis.call('HDEL', aliases, alias) else redis.call('HSET', aliases, alias, n(number)) end
  redis.call('LPUSH', P .. 'moves:' .. name, cjson.encode({alias, n(number), ARGV[6], n(now), by}))
  redis.call('LTRIM', P .. 'moves:' .. name, 0, {{alias_history}} - 1)
  local r, version = load(model), redis.call('INCR', P .. 'version')
  redis.call('HSET', key(model), 'version', n(version))
  local about = {alias = alias, alias_from = n(before), alias_to = n(number), alias_by = by}
  line(version, r, 'model.alias.changed', redis.call('HGET', key(model), 'metrics'), nil, about)
  return {'MOVED', before}
end
end
local function changing()
local function numbered(r)
  local name = nameof(r)
  if not name then return end
  if redis.call('HEXISTS', P .. 'names', name) == 0 and redis.call('HLEN', P .. 'names') >= {{model_names}} then return end
  redis.call('HSETNX', P .. 'spellings', name, r.name)
  redis.call('HSET', P .. 'names', name, redis.call('HGET', P .. 'spellings', name))
  local number = redis.call('HINCRBY', P .. 'numbers', name, 1)
  redis.call('ZADD', P .. 'versions:' .. name, n(number), r.id)
  redis.call('HSET', key(r.id), 'number', n(number), 'numbered', n(now))
end
-- transitions: all checks before the first write
local function fresh(s) s.progress = '0.0'; s.stage = 'queued'; s.text = ''; return s end
local function free(s) s.owner = false; s.lease_until = false; return s end
local function ended(s) s.finished = NOW; return free(s) end
local function again(r, s) s.state = 'TASK_RECEIVED'; s.published = false; s.turn = r.turn + 1; s.started = false; return fresh(free(s)) end
local function runs(r) return r.state == 'TASK_STARTED' and r.epoch == tonumber(ARGV[3]) end
local function published(r, turn) return r.state == 'TASK_RECEIVED' and r.turn == turn and change(r, {published = now}) end
function T.published(r) return published(r, tonumber(ARGV[3])) end
function OPS.published_many()
  local marked = 0
  for i = 2, #ARGV, 2 do
    local r = load(ARGV[i])
    if r and published(r, tonumber(ARGV[i + 1])) then marked = marked + 1 end
  end
  return marked
end
function T.claim(r)
  if r.epoch ~= tonumber(ARGV[3]) or not (waits(r) or lapsed(r)) then return false end
  if ARGV[6] ~= '' then
    local caps = cjson.decode(ARGV[6])
    local function room(cap, zset, name)
      local most = cap.named[name] or cap.others
      if not most then return true end
      local running = redis.call('ZCOUNT', P .. zset .. name, n(now), '+inf')
      local mine = redis.call('ZSCORE', P .. zset .. name, r.id)
      if mine and tonumber(mine) >= now then running = running - 1 end
      return running < most
    end
    if not room(caps.d, 'run:d:', r.dataset) then return false end
    for _, tag in ipairs(cjson.decode(r.tags)) do if not room(caps.t, 'run:t:', tag) then return false end end
  end
  return move(r, fresh({state = 'TASK_STARTED', epoch = r.epoch + 1, attempts = r.attempts + 1, owner = ARGV[4],
    lease_until = now + tonumber(ARGV[5]), started = NOW}), 'task.started')
end
function T.heartbeat(r) return runs(r) and change(r, {lease_until = now + tonumber(ARGV[4]), progress = ARGV[5], stage = ARGV[6], text = ARGV[7]}) end
-- The report lies beside the row: it is a hundred times as large, and no row that is read brings it.
function T.complete(r)
  if not runs(r) then return false end
  redis.call('SET', P .. 'report:' .. r.id, ARGV[8])
  -- An older version gives none.
  local algorithm = ARGV[9] and ARGV[9] ~= '' and string.sub(ARGV[9], 2) or nil
  numbered(r)
  return move(r, ended({state = 'TASK_COMPLETED', model_key = ARGV[4], sha = ARGV[5], size = ARGV[6], metrics = ARGV[7],
    progress = '1.0', stage = 'done', text = '', algorithm = algorithm}), 'task.completed')
end
function T.fail(r) return runs(r) and move(r, ended({state = 'TASK_ERROR', code = ARGV[4], detail = ARGV[5]}), 'task.error') end
function T.giveback(r)
  return runs(r) and move(r, again(r, {run_at = now + tonumber(ARGV[4]), attempts = r.attempts - tonumber(ARGV[5])}), 'task.received')
end
-- What is called less often: most calls are spared the making.
local function seldom()
local function unnumbered(r)
  if not r.number then return end
  local name = nameof(r)
  redis.call('ZREM', P .. 'versions:' .. name, r.id)
  if redis.call('ZCARD', P .. 'versions:' .. name) == 0 then redis.call('HDEL', P .. 'names', name) end
end
local function anew(r, s)
  s.owed = redis.call('HGET', key(r.id), 'protocol'); s.answering = false
  s.expires_at = false; s.attempts = 0; s.cancel = '0'; s.finish = false; s.finished = false; s.code = false; s.detail = false
  return again(r, s)
end
local function owes(r) return r.owed and r.turn == tonumber(ARGV[3]) and r.state ~= 'TASK_RECEIVED' and r.state ~= 'TASK_STARTED' end
local function endedBadly(r) return r.state == 'TASK_ERROR' or r.state == 'TASK_CANCELLED' end
function T.unpublish(r) return r.state == 'TASK_RECEIVED' and change(r, {published = false, turn = r.turn + 1}) end
function T.expire(r) return expired(r) and move(r, ended({state = 'TASK_ERROR', code = ARGV[3], detail = ARGV[4]}), 'task.error') end
function T.stopped(r) return runs(r) and move(r, ended({state = 'TASK_CANCELLED', cancel = '1'}), 'task.cancelled') end
function T.cancel(r)
  if r.state == 'TASK_RECEIVED' then return move(r, {state = 'TASK_CANCELLED', cancel = '1', finished = n(now)}, 'task.cancelled') end
  return r.state == 'TASK_STARTED' and move(r, {cancel = '1'}, 'task.cancel_requested')
end
function T.finish(r)
  local open = r.state == 'TASK_STARTED' and r.cancel ~= '1' and r.finish ~= '1'
  return open and move(r, {finish = '1'}, 'task.finish_requested')
end
function T.retry(r)
  local at = now + tonumber(ARGV[3])
  return endedBadly(r) and move(r, anew(r, {run_at = at, first_due = n(at)}), 'task.received')
end
function T.mend(r)
  if not endedBadly(r) or r.epoch ~= tonumber(ARGV[3]) then return false end
  local s = {epoch = r.epoch + 1, name = false, pin_etag = false, pin_size = false, timeout = false, algorithm = false}
  for i = 4, #ARGV, 2 do
    local f, v = ARGV[i], ARGV[i + 1]
    if (f == 'run_at' or f == 'first_due') and v == '0' then v = n(now) end
    if f ~= 'kind' and f ~= 'expires_at' then s[f] = NUM[f] and tonumber(v) or v end
  end
  move(r, anew(r, s), 'task.received')
  redis.call('HSET', P .. 'groups', r.id, s.dataset .. '\0' .. s.tags)
  return 1
end
function T.answering(r)
  local free = owes(r) and not (r.answering and r.answering >= now)
  return free and change(r, {answering = now + tonumber(ARGV[4])})
end
function T.answered(r) return owes(r) and change(r, {owed = false, answering = false}) end
function T.label(r)
  if r.state == 'TASK_RECEIVED' or r.state == 'TASK_STARTED' then return false end
  if (redis.call('HGET', key(r.id), 'version') or '0') ~= ARGV[3] then return false end
  redis.call('HSET', key(r.id), 'algorithm', ARGV[4])
  return 1
end
function T.remove(r)
  if r.state == 'TASK_RECEIVED' or r.state == 'TASK_STARTED' then return false end
  if r.number and pointers(nameof(r), r.number)[1] then return false end
  unnumbered(r)
  local last = redis.call('HMGET', key(r.id), 'metrics', 'detail')
  line(redis.call('INCR', P .. 'version'), r, 'model.deleted', last[1], last[2])
  reindex(marks(r, true), {})
  if r.ikey then redis.call('HDEL', P .. 'keys', r.ikey) end
  redis.call('HDEL', P .. 'groups', r.id)
  redis.call('HDEL', P .. 'folds', string.lower(r.id))
  redis.call('DEL', key(r.id), P .. 'report:' .. r.id, P .. 'origin:' .. r.id)
  return 1
end
end
if not (T[op] or OPS[op]) then seldom() end
end
if not OPS[op] then changing() end
if not (OPS[op] or T[op]) then reading(); noting(); naming() end
if OPS[op] then return OPS[op]() end
local r = load(ARGV[2])
return r and T[op](r) or 0
