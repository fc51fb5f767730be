// Written by the test of this table; Tests/Reference/README.md says how.
// swift-format-ignore-file

extension ReferenceAgreement {
  /// Every loss against every peer, in the order of the catalogue.
  public static let table: [ReferenceAgreement] = [
    ReferenceAgreement(
      loss: "cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "PyTorch clamps the logarithm at -100 instead of p"),
    ReferenceAgreement(
      loss: "cross-entropy", peer: "PyTorch 2.13.0 binary_cross_entropy",
      kind: .package, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "weighted-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "weighted-cross-entropy", peer: "PyTorch 2.13.0 binary_cross_entropy_with_logits(pos_weight)",
      kind: .package, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "balanced-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-14,
      gradientDifference: 1e-14,
      note: "beta = 1 - mean of the truth, soft truths included"),
    ReferenceAgreement(
      loss: "balanced-cross-entropy", peer: "PyTorch 2.13.0 binary_cross_entropy(weight)",
      kind: .package, cases: 14, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "focal", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 33, valueDifference: 1e-15,
      gradientDifference: 1e-11,
      note: "the power takes p unclamped, but clamped where 0 < gamma < 1; MONAI and kornia take logits and clamp nothing"),
    ReferenceAgreement(
      loss: "focal", peer: "MONAI 1.6.1 sigmoid_focal_loss",
      kind: .package, cases: 23, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "focal", peer: "kornia 0.9.0 binary_focal_loss_with_logits",
      kind: .package, cases: 24, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "top-k-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 30, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "of equal cross-entropies those with the lowest index take the gradient"),
    ReferenceAgreement(
      loss: "top-k-cross-entropy", peer: "PyTorch 2.13.0 binary_cross_entropy and topk",
      kind: .package, cases: 24, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "distance-penalised-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "distances by SciPy distance_transform_edt with the spacing; penalty 0 for an empty or full truth"),
    ReferenceAgreement(
      loss: "generalised-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-11,
      note: "the power takes p clamped for q < 1"),
    ReferenceAgreement(
      loss: "symmetric-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 16, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "the logarithm of a soft truth, too, is at least A"),
    ReferenceAgreement(
      loss: "poly-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 16, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "asymmetric-loss", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-10,
      note: "mean over elements where the authors' code sums; powers pass the gradient and take p clamped where they are between 0 and 1"),
    ReferenceAgreement(
      loss: "online-hard-example-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: "of equal cross-entropies those with the lowest index take the gradient"),
    ReferenceAgreement(
      loss: "soft-calibration-error", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-13,
      note: "bins with a weight under 0.01 are left out; an empty truth counts"),
    ReferenceAgreement(
      loss: "neighbour-aware-calibration", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: "of one class the logit is that of p clamped"),
    ReferenceAgreement(
      loss: "neighbour-aware-calibration", peer: "MONAI 1.6.1 NACLLoss, its filter under the formula",
      kind: .package, cases: 12, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "NACLLoss itself takes at least two classes"),
    ReferenceAgreement(
      loss: "dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "dice", peer: "MONAI 1.6.1 DiceLoss",
      kind: .package, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "squared-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "squared-dice", peer: "MONAI 1.6.1 DiceLoss(squared_pred)",
      kind: .package, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "jaccard", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "MONAI's smoothing counts half of ours"),
    ReferenceAgreement(
      loss: "jaccard", peer: "MONAI 1.6.1 DiceLoss(jaccard)",
      kind: .package, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "generalised-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "1e-7 is added to 2 sum(w TP) and to sum(w (P + G)); a class that the truth lacks takes the weight of the other; MONAI computes the weights in single precision"),
    ReferenceAgreement(
      loss: "generalised-dice", peer: "MONAI 1.6.1 GeneralizedDiceLoss",
      kind: .package, cases: 5, valueDifference: 1e-13,
      gradientDifference: 1e-13,
      note: ""),
    ReferenceAgreement(
      loss: "tversky", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "tversky", peer: "MONAI 1.6.1 TverskyLoss",
      kind: .package, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "focal-tversky", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "value and gradient are 0 where 1/gamma < 1 and tversky <= 1e-12"),
    ReferenceAgreement(
      loss: "focal-tversky", peer: "MONAI 1.6.1 TverskyLoss to the power 1/gamma",
      kind: .package, cases: 24, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "asymmetric-similarity", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "asymmetric-similarity", peer: "MONAI 1.6.1 TverskyLoss with alpha 1/(1+beta²), beta beta²/(1+beta²)",
      kind: .package, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "sensitivity-specificity", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "1e-7 is added to both denominators"),
    ReferenceAgreement(
      loss: "lovasz", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-13,
      note: "truth over 0.5; stable descending sort of |g - p|; its slope is 0 at p = g"),
    ReferenceAgreement(
      loss: "lovasz", peer: "kornia 0.9.0 lovasz_softmax_loss",
      kind: .package, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-13,
      note: ""),
    ReferenceAgreement(
      loss: "log-cosh-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "log-cosh-dice", peer: "MONAI 1.6.1 DiceLoss under ln cosh",
      kind: .package, cases: 27, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "matthews-correlation", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "S under the root; value and gradient 0 where FP = FN = 0"),
    ReferenceAgreement(
      loss: "matthews-correlation", peer: "MONAI 1.6.1 MCCLoss",
      kind: .package, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "dice-plus-plus", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "noise-robust-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: "the slope of |p - g| is 0 at p = g"),
    ReferenceAgreement(
      loss: "penalty-generalised-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "generalised Dice as in generalised-dice"),
    ReferenceAgreement(
      loss: "penalty-generalised-dice", peer: "MONAI 1.6.1 GeneralizedDiceLoss under L/(1 + k(1 - L))",
      kind: .package, cases: 5, valueDifference: 1e-13,
      gradientDifference: 1e-13,
      note: ""),
    ReferenceAgreement(
      loss: "jaccard-metric", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: "the slope of |p - g| is 0 at p = g; MONAI's smoothing counts half of ours"),
    ReferenceAgreement(
      loss: "jaccard-metric", peer: "MONAI 1.6.1 DiceLoss(jaccard, soft_label)",
      kind: .package, cases: 12, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "dice-semimetric", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: "the slope of |p - g| is 0 at p = g"),
    ReferenceAgreement(
      loss: "dice-semimetric", peer: "MONAI 1.6.1 DiceLoss(soft_label)",
      kind: .package, cases: 12, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "generalised-wasserstein-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 17, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "of labels, two of them, at distance 1"),
    ReferenceAgreement(
      loss: "generalised-wasserstein-dice", peer: "MONAI 1.6.1 GeneralizedWassersteinDiceLoss",
      kind: .package, cases: 11, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "boundary", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "-(d - smallest spacing) inside; 0 everywhere for an empty or full truth"),
    ReferenceAgreement(
      loss: "boundary", peer: "MONAI 1.6.1 BoundaryLoss",
      kind: .package, cases: 4, valueDifference: 1e-16,
      gradientDifference: 1e-15,
      note: "MONAI casts distances to single precision"),
    ReferenceAgreement(
      loss: "hausdorff-distance-transform", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 33, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "the distances of the prediction's mask are constant; dice has S = 1"),
    ReferenceAgreement(
      loss: "hausdorff-distance-transform", peer: "MONAI 1.6.1 HausdorffDTLoss",
      kind: .package, cases: 6, valueDifference: 1e-15,
      gradientDifference: 1e-16,
      note: "MONAI casts distances to single precision"),
    ReferenceAgreement(
      loss: "hausdorff-one-sided", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 29, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "dice has S = 1"),
    ReferenceAgreement(
      loss: "hausdorff-one-sided", peer: "MONAI 1.6.1 HausdorffDTLoss.distance_field",
      kind: .package, cases: 23, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "hausdorff-erosion", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 28, valueDifference: 1e-13,
      gradientDifference: 1e-14,
      note: "minimum and maximum pass the gradient, shared equally among ties; the grid's spacing plays no part; dice has S = 1"),
    ReferenceAgreement(
      loss: "hausdorff-erosion", peer: "kornia 0.9.0 HausdorffERLoss",
      kind: .package, cases: 27, valueDifference: 1e-14,
      gradientDifference: 1e-14,
      note: "with a kernel in double precision"),
    ReferenceAgreement(
      loss: "hausdorff-convolution", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 29, valueDifference: 1e-13,
      gradientDifference: 1e-14,
      note: "everything that depends on p passes the gradient; the grid's spacing plays no part; dice has S = 1"),
    ReferenceAgreement(
      loss: "active-contour", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 29, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "differences divided by the spacing, 0 at the last element of each axis; the region terms are never negative, so that their absolute value is the identity"),
    ReferenceAgreement(
      loss: "level-set", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 29, valueDifference: 1e-15,
      gradientDifference: 1e-13,
      note: "image of the input; c_n constant, with 1e-7 added to its denominator; length as in active-contour"),
    ReferenceAgreement(
      loss: "log-hausdorff-distance-transform", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 23, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "the distances of the prediction's mask are constant; dice has S = 1"),
    ReferenceAgreement(
      loss: "log-hausdorff-distance-transform", peer: "MONAI 1.6.1 LogHausdorffDTLoss",
      kind: .package, cases: 4, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "MONAI casts distances to single precision"),
    ReferenceAgreement(
      loss: "generalised-surface", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 20, valueDifference: 1e-14,
      gradientDifference: 1e-14,
      note: "distances as in hausdorff-one-sided; 0 for an empty or full truth"),
    ReferenceAgreement(
      loss: "boundary-difference-over-union", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 19, valueDifference: 1e-13,
      gradientDifference: 1e-14,
      note: "elements of the truth at the border belong to its contour"),
    ReferenceAgreement(
      loss: "soft-surface-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "of equal maxima the first in storage takes the gradient; the spacing plays no part"),
    ReferenceAgreement(
      loss: "boundary-f1", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 19, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: "of equal maxima the first in storage takes the gradient; the spacing plays no part"),
    ReferenceAgreement(
      loss: "cl-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 20, valueDifference: 1e-14,
      gradientDifference: 1e-14,
      note: "0 erosions are as many as the deeper mask needs; ties as in PyTorch"),
    ReferenceAgreement(
      loss: "cl-dice", peer: "MONAI 1.6.1 soft_skel under the formula",
      kind: .package, cases: 18, valueDifference: 1e-14,
      gradientDifference: 1e-14,
      note: "SoftclDiceLoss adds 1e-4 to the denominator of the harmonic mean"),
    ReferenceAgreement(
      loss: "centerline-boundary-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 20, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "0 erosions are as many as the deeper mask needs; weights of authors' code, constant"),
    ReferenceAgreement(
      loss: "skeleton-recall", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 19, valueDifference: 1e-15,
      gradientDifference: 1e-16,
      note: "skeleton and dilation by scikit-image; in one dimension the mask itself"),
    ReferenceAgreement(
      loss: "combo", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 30, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "combo", peer: "PyTorch 2.13.0 + MONAI 1.6.1 binary_cross_entropy(weight), DiceLoss",
      kind: .package, cases: 23, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "exponential-logarithmic", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: "p and the Dice coefficients are clamped to [1e-7, 1 - 1e-7] in the logarithms; the background's probability is 1 - clamped p; weight 0 for a class the truth lacks"),
    ReferenceAgreement(
      loss: "exponential-logarithmic", peer: "PyTorch 2.13.0 + MONAI 1.6.1 nll_loss, DiceLoss",
      kind: .package, cases: 18, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "dice-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "dice has S = 1"),
    ReferenceAgreement(
      loss: "dice-cross-entropy", peer: "MONAI 1.6.1 DiceCELoss",
      kind: .package, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "dice-focal", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "dice has S = 1"),
    ReferenceAgreement(
      loss: "dice-focal", peer: "MONAI 1.6.1 + kornia 0.9.0 DiceLoss, binary_focal_loss_with_logits",
      kind: .package, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "MONAI DiceFocalLoss computes the focal term in single precision"),
    ReferenceAgreement(
      loss: "dice-top-k", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "dice has S = 1; of equal cross-entropies those with the lowest index take the gradient"),
    ReferenceAgreement(
      loss: "dice-top-k", peer: "MONAI 1.6.1 + PyTorch 2.13.0 DiceLoss, binary_cross_entropy and topk",
      kind: .package, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: ""),
    ReferenceAgreement(
      loss: "unified-focal", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 37, valueDifference: 1e-15,
      gradientDifference: 1e-10,
      note: "sum over classes; delta weighs false negatives; 1e-7 in the Tversky indices; the power of the cross-entropy takes p clamped where 0 < gamma < 1; value and gradient of the foreground's Tversky term are 0 where it is <= 1e-12 and its exponent under 1"),
    ReferenceAgreement(
      loss: "unified-focal", peer: "MONAI 1.6.1 AsymmetricUnifiedFocalLoss, doubled",
      kind: .package, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "MONAI takes the mean over the two classes, the paper the sum"),
    ReferenceAgreement(
      loss: "transformation-consistency", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 27, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "second prediction of the input, constant"),
    ReferenceAgreement(
      loss: "transformation-consistency", peer: "PyTorch 2.13.0 binary_cross_entropy_with_logits(pos_weight), mse_loss",
      kind: .package, cases: 21, valueDifference: 1e-15,
      gradientDifference: 1e-14,
      note: ""),
    ReferenceAgreement(
      loss: "generalised-dice-focal", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "generalised Dice as in generalised-dice"),
    ReferenceAgreement(
      loss: "generalised-dice-focal", peer: "MONAI 1.6.1 + kornia 0.9.0 GeneralizedDiceLoss, binary_focal_loss_with_logits",
      kind: .package, cases: 3, valueDifference: 1e-13,
      gradientDifference: 1e-14,
      note: "MONAI GeneralizedDiceFocalLoss computes the focal term in single precision"),
    ReferenceAgreement(
      loss: "region-size", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "the slope of |P - G| is 0 at P = G"),
    ReferenceAgreement(
      loss: "dice-cl-dice", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 15, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "clDice as in cl-dice"),
    ReferenceAgreement(
      loss: "region-mutual-information", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 19, valueDifference: 1e-13,
      gradientDifference: 1e-11,
      note: "3 elements an axis without downsampling; sums of products, 5e-4 on both diagonals"),
    ReferenceAgreement(
      loss: "blob", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 16, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "components by scipy.ndimage.label with full connectivity"),
    ReferenceAgreement(
      loss: "component-dice-cross-entropy", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 19, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "components by scipy.ndimage.label with full connectivity, distances by distance_transform_edt; of equally near components the first"),
    ReferenceAgreement(
      loss: "combo-code-2019-06", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 12, valueDifference: 1e-14,
      gradientDifference: 1e-15,
      note: "as the authors' code stood"),
    ReferenceAgreement(
      loss: "combo-code-2019-10", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 12, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "as the authors' code stood"),
    ReferenceAgreement(
      loss: "combo-code-2020-08", peer: "PyTorch 2.13.0 autograd of the transcribed formula",
      kind: .transcription, cases: 12, valueDifference: 1e-15,
      gradientDifference: 1e-15,
      note: "as the authors' code stood"),
  ]
}
