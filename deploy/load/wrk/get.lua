-- One transaction by its id, any of the seeded ones, asked for by the person whose it is.
dofile("bench.lua")

local tails

function init(args)
  bench.open(args)
  tails = bench.tails()
end

function request()
  local id, n = bench.any_transaction()
  return "GET /api/transactions/" .. id .. tails[n]
end
