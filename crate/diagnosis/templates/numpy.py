"""GHM-C and GHM-R (Li, Liu and Wang, AAAI 2019) in NumPy, by `ghm export numpy`.

Each step returns the loss, the weight of each example, and the gradient by logits or predictions:

    value, weights, gradient = GHMC().step(logits, targets)
"""

import numpy as np


class Harmonizer:
    """Counts examples by unit regions of their gradient norm, and weighs each by how rare its region is.

    A region is found by a key that grows with the norm: comparing keys with edges rounds nothing.
    """

    def __init__(self, edges, momentum, start, empty, convention):
        assert 0 <= momentum < 1 and start in ("zero", "first", "corrected")
        assert empty in ("hold", "decay") and convention in ("code", "paper", "average")
        self.edges, self.momentum = np.asarray(edges), momentum
        self.start, self.empty, self.convention = start, empty, convention
        self.average = np.zeros(len(edges) + 1)
        # The same average of ones, per region: what the average lacks while it is young.
        self.mass = np.zeros(len(edges) + 1)

    def weights(self, key):
        """The weight of each example, from the keys of those that count."""
        bins = len(self.average)
        region = np.searchsorted(self.edges, key, side="right")
        counts = np.bincount(region, minlength=bins)
        keep = np.full(bins, float(self.momentum))
        if self.start == "first":
            keep[self.mass == 0] = 0.0
        if self.empty == "hold":
            keep[counts == 0] = 1.0
        self.average = keep * self.average + (1 - keep) * counts
        self.mass = keep * self.mass + (1 - keep)
        filled = counts > 0
        divided = {"code": counts, "average": self.average}.get(self.convention)
        divisor = bins if divided is None else (divided > 0).sum()
        average = self.average[filled] / (self.mass[filled] if self.start == "corrected" else 1)
        weights = np.zeros(bins)
        weights[filled] = len(key) / (average * divisor)
        return weights[region]


class GHMC:
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
        # g = sigmoid(key), so g = j / M where key = ln(j / (M - j)).
        j = np.arange(1, bins)
        self.harmonizer = Harmonizer(np.log(j / (bins - j)), momentum, start, empty, convention)
        self.loss_weight = loss_weight

#? mask
    def step(self, logits, targets, mask=None):
#? end
#? not mask
    def step(self, logits, targets):
        mask = None
#? end
        x = np.asarray(logits, dtype=np.float64)
#? sigmoid
        targets = np.asarray(targets)
        counts = np.ones(x.shape, bool) if mask is None else None
        if targets.ndim < x.ndim:
            # Class ids, one example an anchor and class: K is background, a negative id counts nowhere.
            known = targets >= 0 if mask is None else (targets >= 0) & (np.asarray(mask) > 0)
            targets = targets[..., None] == np.arange(x.shape[-1])
            counts = np.broadcast_to(known[..., None], x.shape)
        elif counts is None:
            counts = np.asarray(mask) > 0
        own, target = x[counts], targets[counts].astype(np.float64)
        p = np.exp(-np.logaddexp(0, -own))
        derivative = np.where(target == 1, -np.exp(-np.logaddexp(0, own)), p - target)
        hard = (target == 0) | (target == 1)
        norm = np.abs(derivative)
        with np.errstate(divide="ignore"):
            key = np.where(hard, (1 - 2 * target) * own, np.log(norm) - np.log1p(-norm))
        loss = np.logaddexp(0, own) - own * target
        scale = self.loss_weight / max(own.size, 1)
        weight = self.harmonizer.weights(key)
        weights, gradient = np.zeros(x.shape), np.zeros(x.shape)
        weights[counts], gradient[counts] = weight, scale * weight * derivative
#? end
#? softmax
        targets = np.asarray(targets)
        counts = targets >= 0 if mask is None else (targets >= 0) & (np.asarray(mask) > 0)
        own, target = x[counts], targets[counts]
        rows = np.arange(len(own))
        # One example an anchor, against all other classes together: g = sigmoid(key) = 1 - p.
        rest = own.copy()
        rest[rows, target] = -np.inf
        top = rest.max(-1, keepdims=True, initial=-np.inf)
        others = np.exp(rest - top)
        total = others.sum(-1, keepdims=True)
        key = np.log(total[:, 0]) + top[:, 0] - own[rows, target]
        loss = np.logaddexp(0, key)
        scale = self.loss_weight / max(len(own), 1)
        weight = self.harmonizer.weights(key)
        norm = np.exp(-np.logaddexp(0, -key))
        each = norm[:, None] * others / total
        each[rows, target] = -norm
        weights, gradient = np.zeros(targets.shape), np.zeros(x.shape)
        weights[counts], gradient[counts] = weight, scale * weight[:, None] * each
#? end
        return scale * float(np.sum(weight * loss)), weights, gradient


class GHMR:
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
        self.mu, self.loss_weight = mu, loss_weight
        j = np.arange(1, bins)
        edges = mu * j / np.sqrt(bins**2 - j**2)
        self.harmonizer = Harmonizer(edges, momentum, start, empty, convention)

    def step(self, predictions, targets, mask=None):
        d = np.asarray(predictions, dtype=np.float64) - np.asarray(targets, dtype=np.float64)
        counts = np.ones(d.shape, bool) if mask is None else np.asarray(mask) > 0
        own = d[counts]
        scale = self.loss_weight / max(own.size, 1)
        weight = self.harmonizer.weights(np.abs(own))
        root = np.hypot(own, self.mu)
        weights, gradient = np.zeros(d.shape), np.zeros(d.shape)
        weights[counts], gradient[counts] = weight, scale * weight * own / root
        # The difference of two nearly equal numbers, without taking it.
        return scale * float(np.sum(weight * own * (own / (root + self.mu)))), weights, gradient
