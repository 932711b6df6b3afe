-- One transaction by its id, any of the seeded ones, asked for by the person whose it is.
dofile("bench.lua")

local tails = {}

function init(args)
  bench.open(args)
  for n = 1, bench.people do
    tails[n] = bench.head("", n) .. "\r\n"
  end
end

function request()
  local id, n = bench.any_transaction()
  return "GET /api/transactions/" .. id .. tails[n]
end
