-- The newest 20 transactions of a random reader.
dofile("bench.lua")

local requests = {}

function init(args)
  bench.open(args)
  for n = 1, bench.readers do
    requests[n] = bench.head("GET /api/transactions?limit=20", n) .. "\r\n"
  end
end

function request()
  return requests[math.random(bench.readers)]
end
