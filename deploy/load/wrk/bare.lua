-- The same of the bare server, which wants no token and is told the person. It is sent the same bytes of headers.
dofile("bench.lua")

local tails

function init(args)
  bench.open(args)
  tails = bench.tails()
end

function request()
  local id, n = bench.any_transaction()
  return "GET /" .. bench.person_id(n) .. "/" .. id .. tails[n]
end
