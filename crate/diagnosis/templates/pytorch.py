"""GHM-C and GHM-R (Li, Liu and Wang, AAAI 2019) for PyTorch 2, by `ghm export @target@`.

Keep a loss as long as you train, since it has a moving average, and move it to the model's device:

    loss = GHMC().to(device)
#? sigmoid
#? mask
    value = loss(logits, targets, mask)  # targets and mask shaped as logits, or (N,) with class ids; above 0 counts
#? end
#? not mask
    value = loss(logits, targets)  # targets shaped as logits, or (N,) with class ids
#? end
#? end
#? softmax
#? mask
    value = loss(logits, targets, mask)  # (N, K), (N,) class ids, (N,): above 0 counts
#? end
#? not mask
    value = loss(logits, targets)  # (N, K), (N,) class ids
#? end
#? end

#? mmdet_numbers
Numbers are those of mmdetection 3 in single precision, also where mmdetection's own would overflow.
#? end
#? not mmdet_numbers
Numbers differ from mmdetection's: @differs@.
#? end
All is computed in single precision, also under autocast and from half-precision logits, where a rare example's weight would
become infinite. The average is in `state_dict`, stays in single precision under `.half()`, and is each process's own.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Harmonizer(nn.Module):
    """Counts examples by unit regions of their gradient norm, and weighs each by how rare its region is.

    A region is found by a key that grows with the norm: comparing keys with edges rounds nothing.
    """

    def __init__(self, edges, momentum, start, empty, convention):
        super().__init__()
        assert 0 <= momentum < 1 and start in ("zero", "first", "corrected")
        assert empty in ("hold", "decay") and convention in ("code", "paper", "average")
        self.momentum, self.start, self.empty, self.convention = momentum, start, empty, convention
        exact = torch.tensor(edges, dtype=torch.float64)
        rounded = exact.float()
        # Rounded up, so that a key on an edge is in the region which that edge starts.
        up = torch.nextafter(rounded, torch.tensor(math.inf))
        self.register_buffer("edges", torch.where(rounded.double() < exact, up, rounded), persistent=False)
        self.register_buffer("average", torch.zeros(len(edges) + 1))
        # The same average of ones, per region: what the average lacks while it is young.
        self.register_buffer("mass", torch.zeros(len(edges) + 1))

    def _apply(self, fn, *args, **kwargs):
        # Only the device may change: half precision can't hold the counts.
        kept = dict(self._buffers)
        super()._apply(fn, *args, **kwargs)
        for name, buffer in kept.items():
            self._buffers[name] = buffer.to(self._buffers[name].device)
        return self

    @torch.no_grad()
    def forward(self, key):
        """The weight of each example, from the keys of those that count."""
        bins = self.average.numel()
        region = torch.bucketize(key, self.edges, right=True)
        counts = torch.bincount(region, minlength=bins).float()
        keep = torch.full_like(counts, self.momentum)
        if self.start == "first":
            keep[self.mass == 0] = 0.0
        if self.empty == "hold":
            keep[counts == 0] = 1.0
        self.average.copy_(keep * self.average + (1 - keep) * counts)
        self.mass.copy_(keep * self.mass + (1 - keep))
        average = self.average / self.mass if self.start == "corrected" else self.average
        filled = {"code": counts, "average": self.average}.get(self.convention)
        divisor = bins if filled is None else (filled > 0).sum()
        weights = torch.where(counts > 0, counts.sum() / (average * divisor), torch.zeros_like(counts))
        return weights[region]


class GHMC(nn.Module):
    """Cross-entropy, weighted by the density of the gradient norm."""

    def __init__(
        self,
        bins=@bins@,
        momentum=@momentum@,
        start="@start@",
        empty="@empty@",
        convention="@convention@",
        loss_weight=1.0,
    ):
        super().__init__()
        # g = sigmoid(key), so g = j / M where key = ln(j / (M - j)).
        edges = [math.log(j / (bins - j)) for j in range(1, bins)]
        self.harmonizer = Harmonizer(edges, momentum, start, empty, convention)
        self.loss_weight = loss_weight

#? mask
    def forward(self, logits, targets, mask=None):
#? end
#? not mask
    def forward(self, logits, targets):
#? end
        with torch.autocast(logits.device.type, enabled=False):
#? sigmoid
            x = logits.float()
#? not mask
            mask = None
#? end
            if targets.dim() < x.dim():
                # Class ids, one example an anchor and class: K is background, a negative id counts nowhere.
                classes, ids = x.shape[-1], targets.long()
                counts = ids >= 0 if mask is None else (ids >= 0) & (mask > 0)
                targets = F.one_hot(ids.clamp(min=0), classes + 1)[..., :classes]
                mask = counts.unsqueeze(-1).expand_as(x)
            targets = targets.float()
            if mask is not None:
                x, targets = x[mask > 0], targets[mask > 0]
            x, targets = x.flatten(), targets.flatten()
            hard = (targets == 0) | (targets == 1)
            norm = torch.abs(torch.sigmoid(x) - targets)
            key = torch.where(hard, (1 - 2 * targets) * x, torch.logit(norm))
            weight = self.harmonizer(key.detach())
            loss = F.binary_cross_entropy_with_logits(x, targets, weight, reduction="sum")
#? end
#? softmax
            counts = targets >= 0
#? mask
            if mask is not None:
                counts = counts & (mask > 0)
#? end
            x, own = logits.float()[counts], targets[counts].long().unsqueeze(-1)
            # One example an anchor, against all other classes together: g = sigmoid(key) = 1 - p.
            others = torch.logsumexp(x.scatter(-1, own, -math.inf), -1)
            key = others - x.gather(-1, own).squeeze(-1)
            weight = self.harmonizer(key.detach())
            loss = (weight * F.softplus(key)).sum()
#? end
            return self.loss_weight * loss / max(key.numel(), 1)


class GHMR(nn.Module):
    """ASL1, sqrt(d^2 + mu^2) - mu, weighted by the density of its gradient norm |d| / sqrt(d^2 + mu^2)."""

    def __init__(
        self,
        mu=@mu@,
        bins=@rbins@,
        momentum=@rmomentum@,
        start="@start@",
        empty="@empty@",
        convention="@convention@",
        loss_weight=1.0,
    ):
        super().__init__()
        self.mu, self.loss_weight = mu, loss_weight
        edges = [mu * j / math.sqrt(bins**2 - j**2) for j in range(1, bins)]
        self.harmonizer = Harmonizer(edges, momentum, start, empty, convention)

    def forward(self, predictions, targets, mask=None):
        with torch.autocast(predictions.device.type, enabled=False):
            d = predictions.float() - targets.float()
            d = d.flatten() if mask is None else d[mask > 0]
            weight = self.harmonizer(d.detach().abs())
            # The difference of two nearly equal numbers, without taking it.
            loss = d * (d / (torch.hypot(d, torch.full_like(d, self.mu)) + self.mu))
            return self.loss_weight * (weight * loss).sum() / max(d.numel(), 1)
