-- Takes messages of one queue: KEYS its lists in their order, then what is held since when, then what is held; ARGV how many, how many
-- bytes all may have, one, and one without its body; the queue. Each is held in the same step, as kombu holds it. Returns them as
-- they are. One that is too long, or has no tag, is not held; of the former its headers and properties are returned.
local most, all, long, rest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local index, held = KEYS[#KEYS - 1], KEYS[#KEYS]
local now = redis.call('TIME')
local since = string.format('%d.%06d', now[1], now[2])
local taken, bytes = {}, 0
local function text(value, otherwise) return type(value) == 'string' and value or otherwise end
local function object(value) return type(value) == 'table' and value or {} end
for i = 1, #KEYS - 2 do
  while #taken < most and bytes < all do
    local raw = redis.call('RPOP', KEYS[i])
    if not raw then break end
    local read, json = pcall(cjson.decode, raw)
    json = read and object(json) or {}
    local properties = object(json.properties)
    local tag, others = text(properties.delivery_tag, ''), #raw - #text(json.body, '')
    if #raw > long or others > rest then
      local headers = others > rest and {} or json.headers
      properties = others > rest and {} or properties
      properties.delivery_tag = nil
      raw = cjson.encode({ ['content-type'] = text(json['content-type'], ''), headers = headers, properties = properties, cut = true })
    elseif tag ~= '' then
      local info = object(properties.delivery_info)
      local exchange, key = cjson.encode(text(info.exchange, '')), cjson.encode(text(info.routing_key, ARGV[5]))
      redis.call('ZADD', index, since, tag)
      redis.call('HSET', held, tag, '[' .. raw .. ', ' .. exchange .. ', ' .. key .. ']')
    end
    table.insert(taken, raw)
    bytes = bytes + #raw
  end
end
return taken
