# Where the loss is computed, by `ghm export writer-pytorch`. Then: ghm diagnose batch-*.npz@read_options@
# Where targets are class ids from 0, K for background: --first-class 0.
import numpy as np
#? mask
arrays = {"logits": logits.detach().float(), "targets": targets, "mask": mask}
#? end
#? not mask
arrays = {"logits": logits.detach().float(), "targets": targets}
#? end
arrays = {name: np.asarray(array.cpu()) for name, array in arrays.items()}
# A file a batch, of a few batches: `step` counts them.
np.savez_compressed(f"batch-{step:05}.npz", **arrays)
