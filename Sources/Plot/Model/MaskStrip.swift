/// What a prediction got right or wrong at one element.
public enum PixelClass: UInt8, CaseIterable, Hashable, Sendable {
  case trueNegative, truePositive, falsePositive, falseNegative
}

/// The class of every pixel, row by row, 0 being the background.
public struct PixelLabels: Hashable, Sendable {
  public var truth: [UInt8]
  public var prediction: [UInt8]

  public init(truth: [UInt8], prediction: [UInt8]) {
    self.truth = truth
    self.prediction = prediction
  }
}

/// One small picture of a prediction over its ground truth.
public struct MaskCell: Hashable, Sendable {
  /// Where on the x axis of the panel the picture is centred.
  public var position: Double
  public var label: String
  public var width: Int
  public var height: Int
  /// The class of every pixel, row by row from the top left; `width · height` of them.
  public var classes: [PixelClass]
  /// The class of every pixel in truth and prediction, where there are several; ``classes`` then tells where
  /// they agree.
  public var labels: PixelLabels?

  public init(position: Double, label: String, width: Int, height: Int, classes: [PixelClass]) {
    self.position = position
    self.label = label
    self.width = width
    self.height = height
    self.classes = classes
  }

  /// The picture of a prediction: `truth` and `prediction` tell of every pixel whether it is set.
  public init(
    position: Double, label: String, width: Int, height: Int, truth: [Bool], prediction: [Bool]
  ) {
    let classes = zip(truth, prediction).map { truth, prediction -> PixelClass in
      truth
        ? (prediction ? .truePositive : .falseNegative)
        : (prediction ? .falsePositive : .trueNegative)
    }
    self.init(
      position: position, label: label, width: width, height: height, classes: classes)
  }
}

extension MaskCell {
  /// The picture of a prediction of several classes.
  public init(position: Double, label: String, width: Int, height: Int, labels: PixelLabels) {
    let classes = zip(labels.truth, labels.prediction).map { truth, prediction -> PixelClass in
      if truth == prediction { return truth == 0 ? .trueNegative : .truePositive }
      return prediction == 0 ? .falseNegative : .falsePositive
    }
    self.init(position: position, label: label, width: width, height: height, classes: classes)
    self.labels = labels
  }
}

/// The row of pictures under a `LinePanel`, in line with its x axis.
///
/// Pixels are squares without smoothing. The outline of the truth (true positives and false
/// negatives) lies on top. Where the pictures would be too narrow, some are left out.
public struct MaskStrip: Hashable, Sendable {
  public var cells: [MaskCell]
  /// A line of text below the pictures, such as the part of the grid that they show.
  public var note: String?
  /// The least width of a picture, in points.
  public var smallestWidth: Double
  /// What names the classes of the pictures but the background, where there are several.
  public var classNames: [String]

  public init(
    cells: [MaskCell], note: String? = nil, smallestWidth: Double = 20, classNames: [String] = []
  ) {
    self.cells = cells
    self.note = note
    self.smallestWidth = smallestWidth
    self.classNames = classNames
  }
}
