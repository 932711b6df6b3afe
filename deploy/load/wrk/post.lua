-- A credit or a debit of ten, on a random account.
dofile("bench.lua")

function init(args)
  bench.open(args)
end

function request()
  return bench.posting(math.random(bench.customers))
end
