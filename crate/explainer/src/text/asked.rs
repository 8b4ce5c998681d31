//! Texts of what readers asked next: guesses, half precision, deviations, mu, GPUs, calibration. They stand before those
//! of `strings.rs`, in the same table.

macro_rules! with_asked {
    ($($rest:tt)*) => {
        $crate::text::define::strings! {
            YourGuess: "your guess", "你的猜测";
            GuessedRight: "your guess", "你的猜测";
            GuessedNear: "your guess, not far off", "你的猜测，差得不远";
            GuessedFar: "your guess, far off", "你的猜测，差得远";
            AnsweredRight: "your answer", "你的答案";
            AnsweredWrong: "your answer: not so", "你的答案：不对";
            RelativeDeviation: "relative deviation of the weight", "权重的相对标准差";
            InHalf: "weight as half precision holds it", "半精度下的权重";
            FirstInHalf: "the same in the first call", "同上，首次调用";
            Infinite: "regions with an infinite weight", "个区域的权重为 ∞";
            InfiniteFirst: "regions with an infinite weight in the first call", "个区域在首次调用时权重为 ∞";
            Forgotten: "regions whose average overflows: weight 0", "个区域的滑动平均溢出，权重为 0";
            SummaryHalf:
                " In half precision {n} regions have an infinite weight, {first} in the first call, and {lost} weigh 0.",
                "半精度下，{n} 个区域的权重为 ∞（首次调用时 {first} 个），{lost} 个区域的权重为 0。";
            MuOfSteps: "mu under which norms are spread evenly", "使梯度模长均匀分布的 μ";
            MuAsked: "asked for at this step", "此步所要求";
            MuSet: "mu as it is set", "当前设定的 μ";
            MuUnit: "√3 times the median offset |d|, logarithmic", "偏移量 |d| 中位数的 √3 倍，对数轴";
            TrainingStep: "training step", "训练步数";
            SummaryMu:
                "At step {step} the offsets’ median asks for mu = {mu}; set is {set}.",
                "第 {step} 步时，偏移量的中位数要求 μ = {mu}，当前设定为 {set}。";
            Predicted: "predicted probability p", "预测概率 p";
            ReallyPositive: "share that is positive", "实际为正样本的比例";
            PerfectlyCalibrated: "if they were", "理想情况";
            AsTrained: "as trained", "训练后直接输出";
            WithTemperature: "after one temperature", "除以一个温度之后";
            CalibrationUnit: "share that is positive, by probability", "各概率区间内正样本的比例";
            SummaryCalibration:
                "Expected calibration error {before}; {after} after dividing the logits by {t}.",
                "期望校准误差 {before}；logit 除以 {t} 之后为 {after}。";
            Reduced: "counts added up over GPUs", "各 GPU 计数求和";
            GpusApart: "greatest ratio of a region’s weights on two GPUs", "同一区域在两块 GPU 上的权重之比（最大）";
            SummaryGpus: " On two GPUs the same region’s weights differ up to {times} times.", "同一区域在两块 GPU 上的权重最多相差 {times} 倍。";
            FigureMu: "The mu that the offsets ask for", "偏移量要求的 μ";
            FigureCalibration: "Calibration", "校准";
            ConventionAverage: "copies: n filled in the average", "流传的实现：n 为滑动平均中的非空区域数";
            ScopeGpus: "each of 8 GPUs", "8 块 GPU 中的每一块";
            KnobPrecision: "in half precision", "半精度的部分";
            PrecisionSingle: "nothing", "无";
            PrecisionAmp: "the predictions, as under AMP", "预测值（同 AMP）";
            PrecisionHalf: "everything", "全部";

            $($rest)*
        }
    };
}

pub(super) use with_asked;
