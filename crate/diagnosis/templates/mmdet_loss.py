

from mmdet.registry import MODELS  # noqa: E402


@MODELS.register_module()
class HarmonizedC(GHMC):
    """GHMC as the heads of mmdetection 3 call it. As mmdetection's own, it divides by N and not by `avg_factor`."""

    def __init__(self, use_sigmoid=@use_sigmoid@, **settings):
        super().__init__(**settings)
        assert use_sigmoid == @use_sigmoid@, "exported with --classes @classes@"
        self.use_sigmoid = use_sigmoid

    def forward(self, pred, target, label_weight=None, avg_factor=None, reduction_override=None, **_):
        return super().forward(pred, target, label_weight)


@MODELS.register_module()
class HarmonizedR(GHMR):
    """GHMR as the heads of mmdetection 3 call it."""

    def forward(self, pred, target, label_weight=None, avg_factor=None, reduction_override=None, **_):
        return super().forward(pred, target, label_weight)
