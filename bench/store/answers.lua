-- wrk: each request records the answer of the next game's player, over one keep-alive connection a client.
local game = 0
local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("PODIUM_ADMIN_TOKEN") }

function init(args) math.randomseed(os.time()); game = math.random(1000) end

function request()
   game = game % 1000 + 1
   return wrk.format("POST", "/api/games/" .. game .. "/answers", headers,
      '{"player_id":' .. game .. ',"question_id":' .. game .. ',"is_correct":true,"points":1}')
end

function done(summary, latency, _)
   local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
   io.write(string.format("RESULT %d %d %.2f %.2f\n", summary.requests / (summary.duration / 1e6), failed,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
