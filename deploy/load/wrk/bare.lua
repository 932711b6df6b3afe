-- The same of the bare server, which wants no token and is told the person. It is sent the same bytes of headers.
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
  return "GET /" .. bench.person_id(n) .. "/" .. id .. tails[n]
end
