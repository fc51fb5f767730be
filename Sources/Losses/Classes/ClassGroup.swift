/// The elements that one value of a loss over classes is of: those of an item, or of a whole batch,
/// without the ignored ones.
public struct ClassGroup: Sendable {
  /// Probabilities by class and kept element.
  public let probabilities: [[Double]]
  /// Truths by class and kept element.
  public let truths: [[Double]]
  /// Probabilities of the second prediction of an item by class and element; `nil` where there is none, or
  /// the items are several.
  let seconds: [[Double]]?
  /// What the network put out, by class and kept element.
  public let scores: [[Double]]
  /// What makes probabilities of scores.
  public let activation: Activation
  /// Seed of everything random.
  public let seed: UInt64
  /// The items that the elements come from, and their number in the batch.
  let items: [(number: Int, item: ClassItem)]

  /// Number of kept elements.
  public var count: Int { truths[0].count }

  init(_ sample: ClassSample, items numbers: Range<Int>) {
    items = numbers.map { ($0, sample.items[$0]) }
    activation = sample.activation
    seed = sample.seed
    seconds = numbers.count == 1 ? sample.secondProbabilities[numbers.lowerBound] : nil
    probabilities = Self.gather(items) { sample.probabilities[$0] }
    truths = Self.gather(items) { sample.items[$0].truth }
    scores =
      sample.activation == .none
      ? probabilities : Self.gather(items) { sample.items[$0].scores }
  }

  /// The kept elements of fields of each class, item after item.
  private static func gather(
    _ items: [(number: Int, item: ClassItem)], _ fields: (Int) -> [[Double]]
  ) -> [[Double]] {
    if items.count == 1, items[0].item.ignored == nil { return fields(items[0].number) }
    return items[0].item.scores.indices.map { number in
      items.flatMap { which, item in item.kept(fields(which)[number]) }
    }
  }

  /// Whether the truth has a class.
  func has(_ number: Int) -> Bool { truths[number].contains { $0 > 0 } }

  /// The right class of each element, for losses that look at it alone.
  ///
  /// - Throws: ``ClassError/softTruth(class:)``.
  func labels() throws(ClassError) -> [Int] {
    var labels = [Int](repeating: 0, count: count)
    for (number, truth) in truths.enumerated() {
      for (index, value) in truth.enumerated() where value != 0 {
        guard value == 1 else { throw .softTruth(class: number) }
        labels[index] = number
      }
    }
    return labels
  }

  /// Adds values of kept elements by class to fields by item, class and element; ignored elements
  /// keep what they have.
  func scatter(_ values: [[Double]], into fields: inout [[[Double]]]) {
    var start = 0
    for (which, item) in items {
      for number in values.indices {
        var position = start
        for index in 0..<item.grid.count where item.ignored?.elements[index] != true {
          fields[which][number][index] += values[number][position]
          position += 1
        }
      }
      start += item.keptCount
    }
  }
}

extension ClassItem {
  /// How many elements count.
  var keptCount: Int { grid.count - (ignored?.foregroundCount ?? 0) }

  /// The values of a field at kept elements.
  func kept(_ values: [Double]) -> [Double] {
    guard let ignored else { return values }
    return zip(values, ignored.elements).compactMap { $1 ? nil : $0 }
  }
}

extension ClassSample {
  /// The groups of elements that have values of their own.
  func groups(_ pooling: ClassReduction.Pooling) -> [ClassGroup] {
    switch pooling {
    case .item: items.indices.map { ClassGroup(self, items: $0..<($0 + 1)) }
    case .batch: [ClassGroup(self, items: items.indices)]
    }
  }
}
