-- Shared functions of the scripts in this folder. Each thread of wrk runs its script in its own Lua state:
--   wrk -s SCRIPT URL -- TOKENS RUN ROWS READERS
-- Line n of the file TOKENS is the access token of customer n. RUN is a number that is unique to this run.
bench = {}

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("thread_number", threads)
end

function bench.open(args)
  bench.tokens = {}
  for token in io.lines(args[1]) do
    bench.tokens[#bench.tokens + 1] = token
  end
  bench.customers = #bench.tokens
  bench.run = tonumber(args[2])
  bench.rows = tonumber(args[3])
  bench.readers = tonumber(args[4])
  math.randomseed(bench.run * 64 + thread_number)
end

-- The same ids as deploy/load/sql/ids.sql.
local function id(millisecond, n)
  return string.format("%08x-%04x-7000-8000-%012x", math.floor(millisecond / 65536), millisecond % 65536, n)
end

function bench.customer_id(n)
  return id(1704067200000, n)
end

function bench.seeded_id(k)
  return id(1735689600000 + k * 500, k)
end

-- Returns the id of a random seeded transaction, and the number of its customer.
function bench.any_transaction()
  local k = math.random(bench.rows)
  local n = k
  if k > bench.customers then
    n = 1 + (k - bench.customers - 1) % bench.readers
  end
  return bench.seeded_id(k), n
end

function bench.head(line, n)
  return line .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: Bearer " .. bench.tokens[n] .. "\r\n"
end

-- A POST with a new idempotency key and a new correlation id.
local credit = '{"type":"credit","amount":10.00,"description":"Payment for order 17"}'
local debit = '{"type":"debit","amount":10.00,"description":"Payment for order 17"}'
local heads = {}
local sent = 0

function bench.posting(n)
  local head = heads[n]
  if not head then
    head = bench.head("POST /api/transactions", n) .. "Content-Type: application/json\r\nContent-Length: "
    heads[n] = head
  end
  local body = math.random(2) == 1 and credit or debit
  sent = sent + 1
  return string.format("%s%d\r\nIdempotency-Key: %08x-%04x-4000-8000-%012x\r\nX-Correlation-ID: %08x%04x%012x\r\n\r\n%s",
    head, #body, bench.run, thread_number, sent, bench.run, thread_number, sent, body)
end

-- Prints one line for the bench. Times are in microseconds. "refused" counts answers with status 400 or more.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "\nmeasured requests=%d duration=%d p50=%d p99=%d refused=%d connect=%d read=%d write=%d timeout=%d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end

-- Returns, for each customer, the text after the path of a request without a body.
function bench.tails()
  local tails = {}
  for n = 1, bench.customers do
    tails[n] = bench.head("", n) .. "\r\n"
  end
  return tails
end
