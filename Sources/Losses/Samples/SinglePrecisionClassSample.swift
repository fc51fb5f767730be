/// A batch of exclusive classes in single precision, as a network puts it out: logits, and a label for
/// each element.
public struct SinglePrecisionClassSample: Sendable {
  /// Logits by item, class and element, in row-major order.
  public let logits: [Float]

  /// The class of each element, by item and element; of no class where an element is ignored.
  public let labels: [UInt8]

  /// The grid that every item lies on.
  public let grid: Grid

  /// K, the number of classes.
  public let classCount: Int

  /// How many elements each class has, by item and class.
  let volumes: [[Int]]

  /// Whether sums of some differences of logits are numbers in single precision.
  let isModerate: Bool

  /// B, the number of items.
  public var itemCount: Int { volumes.count }

  /// The items of which every element is ignored.
  var ignoredItems: [Int] {
    volumes.indices.filter { volumes[$0].allSatisfy { $0 == 0 } }
  }

  /// What the labels of ignored elements become where they were those of a class.
  private static let ignored = UInt8.max

  /// Brings together logits and labels.
  ///
  /// - Parameters:
  ///   - logits: B K N numbers, whose softmax over the classes gives probabilities.
  ///   - labels: B N classes, each in 0 ..< K.
  ///   - classes: K, from 1 to 255.
  ///   - grid: shape and spacing of an item, which has N elements.
  ///   - ignoreLabel: the label, whatever it is, of elements to leave out.
  /// - Throws: ``ClassError`` where numbers of classes, logits or labels do not fit, a logit is not finite
  ///   or a label belongs to no class.
  public init(
    logits: [Float], labels: [UInt8], classes: Int, on grid: Grid,
    ignoring ignoreLabel: UInt8? = nil
  ) throws(ClassError) {
    guard (1...255).contains(classes) else {
      throw .parameter("the number of classes", Double(classes), expected: "1 to 255")
    }
    guard !labels.isEmpty else { throw .noItems }
    guard labels.count.isMultiple(of: grid.count) else {
      throw .labelCount(labels.count, shape: grid.shape)
    }
    let items = labels.count / grid.count
    guard logits.count == classes * labels.count else {
      throw .field(
        .valueCount(logits.count, shape: [items, classes] + grid.shape), "prediction", class: 0)
    }
    isModerate = logits.allSatisfy { abs($0) <= 1e36 }
    if !isModerate, let index = logits.firstIndex(where: { !$0.isFinite }) {
      let coordinates = grid.coordinates(of: index % grid.count)
      throw .field(
        .notFinite(Double(logits[index]), index: coordinates), "prediction",
        class: index / grid.count % classes)
    }
    var volumes: [[Int]] = []
    for item in 0..<items {
      var counts = [Int](repeating: 0, count: 256)
      for label in labels[(item * grid.count)..<((item + 1) * grid.count)] {
        counts[Int(label)] += 1
      }
      if let ignoreLabel { counts[Int(ignoreLabel)] = 0 }
      if let stray = counts[classes...].firstIndex(where: { $0 > 0 }) {
        let index = labels[(item * grid.count)...].firstIndex { Int($0) == stray } ?? 0
        throw .label(stray, at: grid.coordinates(of: index % grid.count), classes: classes)
      }
      volumes.append(Array(counts[..<classes]))
    }
    self.logits = logits
    self.labels =
      ignoreLabel.map { $0 < classes } == true
      ? labels.map { $0 == ignoreLabel ? Self.ignored : $0 } : labels
    self.grid = grid
    self.volumes = volumes
    classCount = classes
  }

  /// The same numbers in double precision.
  ///
  /// - Throws: ``ClassError``, which no such sample is known to cause.
  public func inDoublePrecision() throws(ClassError) -> ClassSample {
    var items: [ClassItem] = []
    for item in 0..<itemCount {
      let scores = (0..<classCount).map { number in
        let start = (item * classCount + number) * grid.count
        return Array(logits[start..<(start + grid.count)])
      }
      let labels = labels[(item * grid.count)..<((item + 1) * grid.count)]
      items.append(
        try ClassItem(
          scores: scores, labels: labels.map { $0 < classCount ? Int($0) : -1 }, on: grid,
          ignoring: -1))
    }
    return try ClassSample(items, .exclusive, activation: .softmax)
  }
}
