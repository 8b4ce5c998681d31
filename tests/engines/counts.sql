SELECT least(floor(1200 * abs(1 / (1 + exp(-x)) - t)), 1199) AS cell, count(*) AS count, sum(greatest(x, 0) - x * t + ln(1 + exp(-abs(x)))) AS loss FROM logits GROUP BY 1
