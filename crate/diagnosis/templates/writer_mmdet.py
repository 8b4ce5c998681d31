# Once the model of mmdetection is built, by `ghm export writer-mmdet`. Then: ghm diagnose ghm-*.npz --first-class 0@read_options@
# A file each time a loss is called, which is once a pyramid level; delete the hooks after a few batches.
import numpy as np
def write_classes(loss, inputs):
    arrays = zip(("logits", "labels", "label_weights"), (inputs[0].detach().float(), *inputs[1:3]))
    loss.calls = getattr(loss, "calls", 0) + 1
    np.savez_compressed(f"ghm-{loss.calls:05}.npz", **{name: array.cpu().numpy() for name, array in arrays})
model.bbox_head.loss_cls.register_forward_pre_hook(write_classes)

# And the box offsets: ghm diagnose boxes-*.npz
def write_boxes(loss, inputs):
    prediction, target, weight = (array.detach().float().cpu().numpy() for array in inputs[:3])
    loss.calls = getattr(loss, "calls", 0) + 1
    if (weight > 0).any():
        np.savez_compressed(f"boxes-{loss.calls:05}.npz", offsets=(prediction - target)[weight > 0])
model.bbox_head.loss_bbox.register_forward_pre_hook(write_boxes)
