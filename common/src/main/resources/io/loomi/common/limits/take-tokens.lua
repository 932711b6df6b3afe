-- Takes the same number of tokens from each bucket, limited by the emptiest one.
-- A bucket is stored as the instant, in microseconds, when it will be full. A full bucket has no key.
-- KEYS: the buckets. ARGV: the wanted number, then the quota and the window in microseconds of each bucket.
-- Returns for each bucket: tokens taken, tokens left, microseconds until it is full and until the next token.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local granted = tonumber(ARGV[1])
local full = {}
for i, key in ipairs(KEYS) do
  local quota, window = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  full[i] = math.max(now, tonumber(redis.call('GET', key) or '0'))
  granted = math.min(granted, math.max(0, math.floor((now + window - full[i]) * quota / window)))
end
local answer = {}
for i, key in ipairs(KEYS) do
  local quota, window = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  if granted > 0 then
    full[i] = full[i] + math.floor(granted * window / quota)
    redis.call('SET', key, string.format('%.0f', full[i]), 'PX', math.ceil((full[i] - now) / 1000))
  end
  answer[#answer + 1] = granted
  answer[#answer + 1] = math.max(0, math.floor((now + window - full[i]) * quota / window))
  answer[#answer + 1] = full[i] - now
  answer[#answer + 1] = math.max(0, math.ceil(full[i] + window / quota - window - now))
end
return answer
