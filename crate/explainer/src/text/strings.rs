//! Every text that Rust shows, in both languages side by side: a missing translation does not compile.
//! The article's prose is in `www/text/`.

use super::asked::with_asked;
use ghm::sample::Preset;

with_asked! {
    // Axes and series
    GradientNorm: "gradient norm g", "梯度模长 g";
    ShareOfExamples: "share of examples in a region", "落在单位区域内的样本比例";
    UnitRegions: "unit regions", "单位区域";
    ExactDensity: "exact density", "精确密度";
    Positives: "positives", "正样本";
    Density: "gradient density GD(g)", "梯度密度 GD(g)";
    Beta: "harmonizing parameter β(g)", "均衡参数 β(g)";
    BetaFirst: "GHM-C, first call", "GHM-C，首次调用";
    Reformulated: "reformulated gradient norm", "重构后的梯度模长";
    Contribution: "share of the whole gradient", "占总梯度的比例";
    OfNegatives: "{loss}, negatives", "{loss}，负样本";
    OfPositives: "{loss}, positives", "{loss}，正样本";
    CrossEntropy: "cross-entropy", "交叉熵";
    FocalLoss: "focal loss", "Focal Loss";
    GhmC: "GHM-C", "GHM-C";
    Ohem: "OHEM", "OHEM";
    Balanced: "class-balanced cross-entropy", "类别平衡交叉熵";
    Asymmetric: "asymmetric loss", "非对称损失";
    CountsAndAverage: "examples in a region", "区域内样本数";
    ThisBatch: "this batch R", "本批次 R";
    MovingAverage: "moving average S", "滑动平均 S";
    Updates: "updates of the average, k", "滑动平均的更新次数 k";
    Batch: "batch", "批次";
    LossPerBatch: "loss", "损失";
    GhmNoMomentum: "GHM-C without momentum", "GHM-C（无动量）";
    GhmWithMomentum: "GHM-C with momentum", "GHM-C（有动量）";
    Offset: "offset d", "偏移量 d";
    Loss: "loss", "损失";
    Derivative: "derivative", "导数";
    SmoothL1: "SL1", "SL1";
    Asl1: "ASL1", "ASL1";
    L1: "L1", "L1";
    BalancedL1: "balanced L1", "平衡 L1";
    Region: "region", "区域";
    Annotation: "annotation", "注释";

    WindowCount: "examples in the window", "窗口内样本数";
    ValidLength: "valid length", "有效长度";
    BoxNorm: "gradient norm gr of an offset", "偏移量的梯度模长 gr";
    ShareOfOffsets: "share of offsets in a region", "落在单位区域内的偏移量比例";
    OffsetSize: "size of the offset |d|", "偏移量大小 |d|";
    GhmR: "GHM-R", "GHM-R";
    Bins: "number of unit regions M", "单位区域数 M";
    GhmLoss: "GHM-C loss", "GHM-C 损失";
    Cost: "nanoseconds per example, measured here", "每个样本耗时（纳秒，本机实测）";
    PaperFig2: "paper’s Fig. 2, read off, for this bin width", "论文图 2 读数（按当前区域宽度换算）";
    PaperFig4: "paper’s Fig. 4, read off, for this bin width", "论文图 4 读数（按当前区域宽度换算）";
    PaperGhmC: "GHM-C in the paper’s Fig. 3, rescaled", "论文图 3 的 GHM-C（已缩放）";
    PaperCe: "cross-entropy in the paper’s Fig. 1, rescaled", "论文图 1 的交叉熵（已缩放）";
    PaperFocal: "focal loss in the paper’s Fig. 1, rescaled", "论文图 1 的 Focal Loss（已缩放）";
    PaperAsl1: "ASL1 in the paper’s Fig. 5", "论文图 5 的 ASL1";
    PaperGhmR: "GHM-R in the paper’s Fig. 5, rescaled", "论文图 5 的 GHM-R（已缩放）";

    AnchorsOf: "{loss}: anchors", "{loss}：锚框数";
    Precision: "AP on scenes never trained on", "未参与训练的场景上的 AP";

    // What plots say
    EndRight: "right", "判对";
    EndWrong: "wrong and sure", "判错且自信";
    EndClose: "close", "接近";
    EndFar: "far off", "偏差大";
    InLinear: "{what}, linear", "{what}，线性轴";
    DividedByWidth: "{what}, divided by its width", "{what}（除以区域宽度）";
    InLog: "{what}, logarithmic", "{what}，对数轴";
    ShareInRegion: "share of the examples in each region", "各区域的样本占比";
    ShareOfGradient: "share of the whole gradient in each region", "各区域占总梯度的比例";
    OffsetsInRegion: "share of the offsets in each region", "各区域的偏移量占比";
    Cliff: "a cliff: {n} easy ones", "陡崖：{n} 个易分样本";
    InTheFirst: "in the first region: {n}", "在第一个区域：{n} 个";
    Emptiest: "in the emptiest region", "最空的区域";
    EmptiestFilled: "in the emptiest filled region", "非空区域中最少";
    Rise: "a rise", "回升";
    RiseLabelled: "a rise: all labelled as objects", "回升：标签均为物体";
    InTheLast: "in the last region", "在最后一个区域";
    DensityTitle: "Density", "密度";
    DensityUnit: "examples per unit of g", "单位 g 内的样本数";
    WeightTitle: "Weight β", "权重 β";
    WeightUnit: "cross-entropy: 1; band: one deviation", "交叉熵为 1；色带：一个标准差";
    GreatestWeight: "greatest weight", "最大权重";
    WindowsTitle: "Windows and who is in them", "窗口与其中的样本";
    WindowsUnit: "a row each: count ÷ length = density", "每行一个样本：个数 ÷ 长度 = 密度";
    ByHandWeight: "number of examples ÷ density", "样本总数 ÷ 密度";
    PushUnit: "gradient norm under each loss", "各损失下的梯度模长";
    BatchTitle: "Batch {t} of {of}", "第 {t} 批，共 {of} 批";
    LossTitle: "Loss of each batch", "每批的损失";
    LossUnit: "mean over the batch", "批内平均";
    ColdFactor: "too large in the first call", "首次调用偏大";
    WithMomentum: "with momentum", "有动量";
    Without: "without", "无动量";
    RegionsTitle: "Loss by the number of regions", "损失随区域数的变化";
    GhmLossUnit: "GHM-C loss, linear", "GHM-C 损失，线性轴";
    CostTitle: "What it costs", "计算耗时";
    CostUnit: "nanoseconds per example, logarithmic", "每个样本耗时（纳秒），对数轴";
    SL1Loss: "Loss", "损失";
    SL1LossUnit: "against the offset d, linear", "随偏移量 d 变化，线性轴";
    SL1Slope: "Derivative", "导数";
    SL1SlopeUnit: "how hard an offset pulls", "偏移量的拉力";
    BoxPush: "size of the gradient under each loss", "各损失下梯度的大小";
    LastOffsets: "in the last region: {n}", "在最后一个区域：{n} 个";
    AnchorsUnit: "anchors in each region", "各区域的锚框数";
    ApTitle: "Average precision", "平均精度 AP";
    ApUnit: "on scenes never trained on", "未参与训练的场景";
    ApBand: "on scenes never trained on; bands: other seeds", "未参与训练的场景；色带：其他种子";
    TrainLossTitle: "Loss", "损失";
    TrainLossOwn: "sum over each batch ÷ positives; GHM-C ÷ examples", "批内总和 ÷ 正样本数；GHM-C ÷ 样本数";
    TrainLossPositives: "sum over each batch ÷ positives", "批内总和 ÷ 正样本数";
    TrainLossExamples: "sum over each batch ÷ examples", "批内总和 ÷ 样本数";
    PlaneTitle: "The plane", "平面";
    PlaneUnit: "points, and lines where p = 0.5", "样本点与 p = 0.5 的决策边界";
    TwinApTitle: "Average precision", "平均精度 AP";
    TwinApUnit: "on clean points, by the number of outliers", "在干净数据上，随离群样本数变化";

    // Summaries
    SummaryUntrained: "Not trained yet: press “Train”.", "尚未训练：请点击“训练”。";
    SummaryTraining: "Step {t} of {of}. AP: {values}.", "第 {t} / {of} 步。AP：{values}。";
    SummaryTrained:
        "Recorded: {seeds} trainings of {of} steps. Mean AP: {values}.",
        "预先记录：{seeds} 次训练，每次 {of} 步。平均 AP：{values}。";
    SceneCaption: "{loss}: AP {ap}", "{loss}：AP {ap}";
    TrainingStatus: "step {t} of {of} · {each} ms a step of all · {left} s left", "第 {t} / {of} 步 · 全部检测器每步共 {each} 毫秒 · 还需 {left} 秒";
    TrainingRecorded: "Not trained here yet: the plots show a recording.", "此处尚未训练：图中为预先记录的训练。";
    TrainingStands: "step {t} of {of}", "第 {t} / {of} 步";
    SpeedJs: "plain JavaScript", "普通 JavaScript";
    SpeedBest: "the best JavaScript we know", "已知最快的 JavaScript";
    SpeedScalar: "WebAssembly", "WebAssembly";
    SpeedSimd: "WebAssembly with SIMD128", "带 SIMD128 的 WebAssembly";
    SummaryNotMeasured: "Not measured yet: press “Measure here”.", "尚未测量：请点击“在本机测量”。";
    SummarySpeed:
        "Per example {js} ns in plain JavaScript, {best} ns in the best, {scalar} ns in WebAssembly, {simd} ns with SIMD128: {times} times as fast as plain JavaScript, {over} times as fast as the best.",
        "每个样本耗时：普通 JavaScript {js} 纳秒，最快的 JavaScript {best} 纳秒，WebAssembly {scalar} 纳秒，带 SIMD128 {simd} 纳秒，速度为普通 JavaScript 的 {times} 倍、最快的 JavaScript 的 {over} 倍。";
    SummarySpeedScalar:
        "Per example {js} ns in plain JavaScript, {best} ns in the best, {scalar} ns in WebAssembly. This browser has no SIMD128.",
        "每个样本耗时：普通 JavaScript {js} 纳秒，最快的 JavaScript {best} 纳秒，WebAssembly {scalar} 纳秒。此浏览器不支持 SIMD128。";
    SummaryHand:
        "Eight examples: drag one, or focus the figure and press shift and an arrow key. Exact weights run from {low} to {high}.",
        "八个样本：可拖动，或聚焦图表后按 Shift 加方向键移动。精确权重从 {low} 到 {high}。";
    SummaryOffsets:
        "Box offsets: {n}, in {bins} unit regions; {last} in the last.",
        "{n} 个边框偏移量分入 {bins} 个单位区域，最后一个区域 {last} 个。";
    SummaryBoxGradient: "The gradient at |d| = 0.1: {values}.", "|d| = 0.1 处的梯度：{values}。";
    SummaryRegions:
        "With {bins} regions the loss is {regions} by unit regions and {exact} by the exact density.",
        "{bins} 个区域时，按单位区域的损失为 {regions}，按精确密度为 {exact}。";
    SummaryDistribution:
        "Examples: {n}, in {bins} unit regions; {first} in the first, {least} in the emptiest filled one, {last} in the last.",
        "{n} 个样本分入 {bins} 个单位区域：第一个区域 {first} 个，非空区域中最少 {least} 个，最后一个区域 {last} 个。";
    SummaryWeights:
        "Examples: {n}. The weight runs from {low} in the fullest region to {high} in the emptiest filled one; its mean over the examples is {mean}.",
        "{n} 个样本，权重从样本最多区域的 {low} 到样本最少的非空区域的 {high}，全部样本的平均权重为 {mean}。";
    SummaryGradient: "The gradient norm of a negative at g = 0.5: {values}.", "g = 0.5 处负样本的梯度模长：{values}。";
    SummaryContribution: "The first region’s part of the whole gradient: {values}.", "第一个区域占总梯度的比例：{values}。";
    SummaryMomentum:
        "Batch {t} of {of}: cross-entropy {ce}; GHM-C {with} with momentum, {without} without.",
        "第 {t} / {of} 批：交叉熵 {ce}；GHM-C 有动量时 {with}，无动量时 {without}。";
    SummaryDrift: " Presets have no batches: these are made up, the same under each.", "预设没有批次：这里的批次是模拟的，各预设相同。";
    SummaryAsl1: "The derivative at d = 0.1: {values}.", "d = 0.1 处的导数：{values}。";
    NoOffsets: "These files have no box offsets. Add a column or an array called offsets, prediction minus target, and read them again.", "这些文件里没有边框偏移量。请加上名为 offsets 的列或数组（预测减目标），再重新读取。";
    SummaryEmpty: "There are no examples to show.", "没有可显示的样本。";

    EasyNegatives: "easy negatives (1 of {n} is drawn)", "易分负样本（每 {n} 个画 1 个）";
    HardNegatives: "hard negatives", "难分负样本";
    PositivesHere: "positives", "正样本";
    Outliers: "× outliers, wrongly labelled", "× 离群样本（标签有误）";
    Outlying: "number of outliers k", "离群样本数 k";
    PlaneX: "x", "x";
    PlaneY: "y: points of the plane and boundaries, p = 0.5", "y：平面上的点与决策边界（p = 0.5）";
    MeanAp: "average precision on clean points", "干净数据上的平均精度 AP";
    DeviationOf: "{name}, deviation", "{name}，标准差";
    TrainedHereOf: "{name}, trained here", "{name}（此处训练）";
    SummaryTwin:
        "Outliers: {k}. Average precision: {values}. Their part of the whole gradient: {shares}. Drag their ring, or press shift and an arrow key.",
        "离群样本 {k} 个。平均精度：{values}。离群样本占总梯度的比例：{shares}。可拖动虚线圆圈，或按 Shift 加方向键。";
    TwinApWaits: "It stands here once the boundaries are trained.", "决策边界训练完成后显示在此处。";
    SummaryTwinWaiting: "Outliers: {k}. The boundaries are still being trained.", "离群样本 {k} 个，决策边界正在训练。";
    TieUndecided: "At these settings two answers tie, so none is right.", "在当前设置下有两个答案并列，无法判断。";
    EmptyUndecided: "At these settings there is nothing to compare: a region is empty.", "在当前设置下有区域为空，无从比较。";
    LossUndecided: "A loss that the question is about is not shown.", "问题涉及的损失目前没有显示。";
    NoCrossing: "Over five seeds the curves don’t cross up to k = 1000.", "k 不超过 1000 时，五个种子的均值曲线不相交。";

    // The hero
    Anchors: "anchors", "锚框";
    Examples: "examples", "样本";
    TheCrowd: "The crowd", "样本分布";
    CrowdCounted: "{n} {noun}, counted; logarithmic", "{n} 个{noun}，按区域计数，对数轴";
    EasyOnes: "easy {noun}", "个易分{noun}";
    OfFirst: "in the first region", "个在第一个区域";
    OutliersHere: "outliers", "个离群样本";
    HeardCrowd: "the easy crowd", "大量易分样本";
    HeardFirst: "the first region", "第一个区域";
    HeardOutliers: "the outliers", "离群样本";
    HeardLast: "the last region", "最后一个区域";
    AllBetween: "all between", "其余全部";
    SummaryHeard:
        "{a} of what the network hears comes from {first}, {b} from {last}. {rest}",
        "梯度总和中，{a} 来自{first}，{b} 来自{last}{rest}。";
    SaidOutliers: "{n} outliers", " {n} 个离群样本";
    SaidBetween: "The {n} {noun} between, which could still teach something, get {c}.", "；介于两者之间、仍有东西可学的 {n} 个{noun}占 {c}";
    SaidOthers: "All between get {c}.", "；其余区域共占 {c}";
    SummaryOneRegion:
        "One region holds all {n}: they weigh the same, wherever the handle stands.",
        "只有一个区域，其中 {n} 个样本的权重始终相同，手柄移到哪里都一样。";
    SummaryNothingHeard: "Nothing is heard: no example has a gradient.", "没有任何样本产生梯度。";

    // Figures' names
    FigureHarmonize: "From cross-entropy to GHM-C", "从交叉熵到 GHM-C";
    FigureDistribution: "Distribution of gradient norms", "梯度模长的分布";
    FigureWeights: "Density and weight", "密度与权重";
    FigureGradient: "Reformulated gradient", "重构后的梯度";
    FigureContribution: "Who is heard", "谁的声音被听见";
    FigureMomentum: "The moving average over batches", "随批次变化的滑动平均";
    FigureAsl1: "SL1 and ASL1", "SL1 与 ASL1";

    FigureSpeed: "On your machine", "在你的机器上";
    FigureHand: "Eight examples by hand", "手算八个样本";
    FigureRegions: "How many regions", "区域数的影响";
    FigureDetector: "Detectors in training", "检测器同场训练";
    FigureOffsets: "Gradient norms of box offsets", "边框偏移量的梯度模长";
    FigureBoxGradient: "Reformulated box gradient", "重构后的边框回归梯度";
    FigureTwin: "Outliers in a plane", "平面上的离群样本";

    // Knobs
    KnobBins: "bins", "区域数";
    KnobMomentum: "momentum", "动量";
    KnobMu: "mu", "ASL1 参数 μ";
    KnobDelta: "delta of SL1", "SL1 的 delta";
    KnobGamma: "gamma of focal loss", "Focal Loss 的 gamma";
    KnobFocalAlpha: "alpha of focal loss", "Focal Loss 的 alpha";
    KnobKept: "share that OHEM keeps", "OHEM 保留的比例";
    KnobAlpha: "alpha of class balance", "类别平衡的 alpha";
    KnobGpos: "gamma of positives, asymmetric loss", "非对称损失的正样本 gamma";
    KnobGneg: "gamma of negatives, asymmetric loss", "非对称损失的负样本 gamma";
    KnobMargin: "margin of the asymmetric loss", "非对称损失的间隔";
    KnobRbins: "bins of GHM-R", "GHM-R 区域数";
    KnobRmomentum: "momentum of GHM-R", "GHM-R 动量";
    KnobBalpha: "alpha of balanced L1", "平衡 L1 的 alpha";
    KnobBgamma: "gamma of balanced L1", "平衡 L1 的 gamma";
    KnobHbins: "bins", "区域数";
    KnobHand: "gradient norms", "梯度模长";
    KnobConvention: "weights as in", "权重按";
    ConventionCode: "the code: N / (S n)", "代码：N / (S n)";
    ConventionPaper: "the paper: N / (S M)", "论文：N / (S M)";
    KnobStart: "average starts at", "滑动平均初值";
    StartZero: "zero, as the code", "零（同代码）";
    StartFirst: "the first batch", "首个批次";
    StartCorrected: "zero, corrected", "零，带偏差修正";
    KnobEmpty: "an empty region’s average", "空区域的滑动平均";
    EmptyHold: "holds, as the code", "保持（同代码）";
    EmptyDecay: "decays, as the paper", "衰减（同论文）";
    KnobEdge: "an example at g = 1", "g = 1 的样本";
    EdgeClosed: "in the last region, as the code", "归入最后一个区域（同代码）";
    EdgeHalf: "in none: half precision", "不在任何区域（半精度）";
    KnobScope: "one call for", "每次调用的范围";
    ScopeBatch: "the whole batch", "整个批次";
    ScopeLevels: "each of 5 pyramid levels", "特征金字塔（FPN）的每个层级（共 5 个）";
    KnobLosses: "losses", "损失函数";
    KnobBoxLosses: "box losses", "边框回归损失";
    KnobDivisor: "divided by", "除以";
    DivisorOwn: "each loss’s own", "各损失自己的除数";
    DivisorPositives: "positives", "正样本数";
    DivisorExamples: "examples", "样本数";
    KnobHarmonize: "from cross-entropy to GHM-C", "从交叉熵到 GHM-C";
    KnobData: "examples", "样本";
    DataNoisy: "detector, noisy labels", "检测器（含噪标签）";
    DataClean: "detector, clean labels", "检测器（干净标签）";
    DataConverged: "preset: converged", "预设：已收敛";
    DataEarly: "preset: early training", "预设：训练早期";
    DataUniform: "preset: uniform", "预设：均匀";
    DataOutlierHeavy: "preset: many outliers", "预设：大量离群样本";
    DataAllEasy: "preset: all easy", "预设：全部易分";
    DataDetector: "the detector in training", "正在训练的检测器";
    DataFile: "your own file", "自己的文件";
    KnobMask: "mask is 1 for", "掩码取 1";
    MaskValid: "positives and negatives", "正样本和负样本";
    MaskAll: "every anchor, ignored ones too", "全部锚框（含应忽略的）";
    MaskPositives: "positives alone", "仅正样本";
    KnobN: "number of examples", "样本数";
    KnobSeed: "seed", "随机种子";
    KnobTrained: "trained with", "训练所用损失";
    KnobStep: "training step", "训练步数";
    KnobBatch: "batch", "批次";
    KnobObjects: "digits in a scene", "每个场景的数字个数";
    KnobMissing: "boxes that are missing", "缺失的标注框比例";
    KnobFalse: "scenes with a false box", "含错误标注框的场景比例";
    KnobPrior: "first probability", "初始概率";
    KnobBoxes: "box loss", "边框回归损失";
    KnobBudget: "steps in all", "总步数";
    KnobOutliers: "outliers", "离群样本数";
    KnobWrong: "wrong labels", "错误标签";
    WrongPositive: "positives among easy negatives", "易分负样本中混入“正样本”";
    WrongNegative: "negatives among positives", "正样本中混入“负样本”";
    WrongTurned: "turned at random, anywhere", "随机翻转";
    KnobCurve: "curve over 5 seeds", "5 个种子的曲线";
    KnobWrongX: "outliers’ place", "离群样本位置";
    KnobWrongY: "outliers’ place", "离群样本位置";
    KnobAxis: "vertical axis", "纵轴";
    AxisLog: "logarithmic", "对数";
    AxisLinear: "linear", "线性";
    KnobPaper: "points of the paper’s figure", "论文原图的点";
    KnobLang: "language", "语言";
    LangEn: "English", "English";
    LangZh: "简体中文", "简体中文";
    Off: "hide", "隐藏";
    On: "show", "显示";

    // Notes
    NoteNotANumber: "{key}={value} is not a number from {min} to {max}. The old value stays.", "{key}={value} 不是 {min} 到 {max} 之间的数，保留原值。";
    NoteNotNorms: "{key}={value} is not a list of 8 numbers from 0 to 1, with commas between. The old one stays.", "{key}={value} 不是 8 个以逗号分隔的 0 到 1 之间的数，保留原值。";
    NoteNotAList: "{key}={value} is not one to {most} of {expected}, with commas between. The old value stays.", "{key}={value} 不是 {expected} 中以逗号分隔的 1 到 {most} 项，保留原值。";
    NoteNoRoom: "{value} examples need some {megabytes} MB, which this browser doesn’t give the page. The old settings stay.", "{value} 个样本约需 {megabytes} MB 内存，浏览器未能提供，保留原设置。";
    NoteClamped: "{key}={value} is out of range: {min} to {max}. The nearest value is used.", "{key}={value} 超出范围 {min} 到 {max}，已取最接近的值。";

    => for scripts, by name:
    NoteFigure: "There is no figure called {name}, so this is another one. There are {expected}.", "没有名为 {name} 的图表，这里显示的是另一张。可选：{expected}。";
    NoteMore: "And {n} more.", "另有 {n} 条。";
    NoteUnknown: "There is no setting called {key}.", "没有名为 {key} 的设置。";
    NoteNotAChoice:
        "{key}={value} is not one of {expected}. The old value stays.",
        "{key}={value} 不在可选值 {expected} 之中，保留原值。";
    MeasuredOn: "{n} examples, M = {bins}, medians of {rounds} interleaved rounds, on {machine}", "{n} 个样本，M = {bins}，{rounds} 轮交错测量取中位数，运行环境：{machine}";
    HandleDrag: "drag", "拖动";
    HandleStart: "cross-entropy", "交叉熵";
    HandleHalf: "halfway", "一半";
    HandleEnd: "GHM-C", "GHM-C";
    HandleAt: "{value} of the way from cross-entropy to GHM-C", "从交叉熵到 GHM-C 的 {value}";
    GuessNear: "Not far off.", "差得不远。";
    KeptRight: "Your answer was “{answer}”: right.", "你的回答是“{answer}”：正确。";
    KeptWrong: "Your answer was “{answer}”: not so.", "你的回答是“{answer}”：不对。";
    GuessFar: "Far off.", "差得远。";
    SetAside: "Not at these settings:", "当前设置下不成立：";
    BackToOwn: "Back to the settings of this section", "恢复本节的设置";
    Play: "Play", "播放";
    Pause: "Pause", "暂停";
    StepForward: "Next batch", "下一批";
    StepBack: "Previous batch", "上一批";
    Reset: "Reset", "重置";
    StepsRecorded: "The recorded detector alone has steps.", "仅检测器记录有训练步。";
    MaskOfFile: "A file has its own mask.", "文件自带掩码。";
    Train: "Train", "训练";
    Resume: "Resume", "继续";
    OneStep: "One step", "单步";
    Restarts: "These begin the training anew", "改动以下设置将重新开始训练";
    Continues: "These let it go on", "改动以下设置后训练继续";
    TrueBox: "true box", "真实框";
    Found: "found, the highest ranks", "检出框（得分最高者）";
    FoundWrong: "found where no digit is", "误检";
    TrainsHere: "No worker starts here: this page trains between its frames, more slowly.", "此处无法启动 Worker：训练在页面空闲时进行，速度较慢。";
    TrainingFailed: "The training stopped: {reason}", "训练已停止：{reason}";
    TrainerDied: "What trained stopped answering ({reason}); the training began again from the first step.", "训练程序停止响应（{reason}），训练已从第一步重新开始。";
    TwinFailed: "Here the outliers no longer train anything ({reason}): boundaries and numbers are those of earlier settings.", "离群样本的训练已中断（{reason}）：图中的边界和数值仍属于之前的设置。";
    PartFailed: "Something that this figure needs could not be loaded ({reason}).", "未能加载此图所需的内容（{reason}）。";
    TryAgain: "Try again", "重试";
    Diverged: "The training diverged at step {step}.", "训练在第 {step} 步发散。";
    Measure: "Measure here", "在本机测量";
    Measuring: "Measuring…", "测量中……";
    Data: "Data table", "数据表";
    More: "More settings", "更多设置";
    Describe: "Full description", "完整说明";
    Tools: "Embed, save, table, description", "嵌入、保存、数据表、说明";
    AllSettings: "All settings", "全部设置";
    SavePicture: "Picture", "图片";
    SaveCsv: "CSV", "CSV";
    Embed: "Embed", "嵌入";
    Close: "Close", "关闭";
    ReadHint:
        "Point at the figure, or focus it and use the arrow keys, to read exact values.",
        "将指针移到图上，或聚焦后用方向键，即可读出精确数值。";
    ExamplesAtStep: "{data}, step {step}, {loss}", "{data}，第 {step} 步，{loss}";
    FileDrop: "Choose files, or drop them anywhere on this page", "选择文件，或拖放到本页任意位置";
    FileFailed: "What reads files could not be loaded ({reason}): try again.", "未能加载读取文件的程序（{reason}），请重试。";
    FileGone: "A file is not kept: open it again. Until then the figures show the recorded detector.", "文件不会被保存，请重新打开。在此之前，图中显示检测器记录。";
    FailedRest:
        "The other steps and batches of the recorded detector could not be loaded ({reason}).",
        "未能加载检测器记录的其余训练步和批次（{reason}）。";
    FailedData:
        "The recorded detector could not be loaded ({reason}); the figures show a preset instead.",
        "未能加载检测器记录（{reason}），图中改用预设数据。";
}

impl Text {
    /// The label of a preset.
    pub const fn preset(preset: Preset) -> Self {
        match preset {
            Preset::Converged => Self::DataConverged,
            Preset::Early => Self::DataEarly,
            Preset::Uniform => Self::DataUniform,
            Preset::OutlierHeavy => Self::DataOutlierHeavy,
            Preset::AllEasy => Self::DataAllEasy,
        }
    }
}
