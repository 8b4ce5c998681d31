# GHM for a config of mmdetection 3 with a dense head, by `ghm export mmdet`. Inherit, and put it below `_base_`.
#? own
# These are mmdetection's own losses.
#? averages
# The average starts at zero: the first loss is @factor@ times too large.
#? end
# Under AMP a rare example's weight becomes infinite in half precision: `ghm diagnose` says whether yours does.
model = dict(
    bbox_head=dict(
        loss_cls=dict(
            _delete_=True, type="GHMC", bins=@bins@, momentum=@momentum@, use_sigmoid=True, loss_weight=1.0
        ),
        loss_bbox=dict(
            _delete_=True, type="GHMR", mu=@mu@, bins=@rbins@, momentum=@rmomentum@, loss_weight=10.0
        ),
    )
)
#? end
#? not own
# mmdetection's own losses don't have these settings (@differs@), so write the losses beside the config:
#     ghm export mmdet-loss@options@ > ghm_loss.py
custom_imports = dict(imports=["ghm_loss"], allow_failed_imports=False)
model = dict(
    bbox_head=dict(
        loss_cls=dict(
            _delete_=True,
            type="HarmonizedC",
            bins=@bins@,
            momentum=@momentum@,
            start="@start@",
            empty="@empty@",
            convention="@convention@",
            use_sigmoid=@use_sigmoid@,
            loss_weight=1.0,
        ),
        loss_bbox=dict(
            _delete_=True,
            type="HarmonizedR",
            mu=@mu@,
            bins=@rbins@,
            momentum=@rmomentum@,
            start="@start@",
            empty="@empty@",
            convention="@convention@",
            loss_weight=10.0,
        ),
    )
)
#? end
