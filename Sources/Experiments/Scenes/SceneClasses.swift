import Losses

/// The truth of a scene of several classes: objects of which no element belongs to two, and the background
/// around them.
public struct SceneClasses: Sendable {
  /// Classes 1 … K − 1, in order; class 0 is the background.
  public let objects: [NamedObject]
  /// The class of each element, in row-major order.
  public let labels: [UInt8]
  /// How losses become one value over the classes.
  public let reduction: ClassReduction

  /// The truth of each class as 0 and 1, the background first.
  let truths: [[Double]]
  /// For each object the distance of every element to its boundary, as ``PredictedObject/distances``.
  let distances: [[Double]]

  /// K, the number of classes with the background.
  public var count: Int { objects.count + 1 }

  /// The grid of all objects.
  public var grid: Grid { objects[0].mask.grid }

  /// Brings objects together.
  ///
  /// - Parameters:
  ///   - objects: at least one.
  ///   - reduction: how losses become one value over the classes.
  /// - Throws: `GridError` where grids differ, or ``ConfigurationError/classesOverlap(_:_:at:)``.
  package init(
    _ objects: [NamedObject], _ reduction: ClassReduction = ClassReduction()
  ) throws {
    let grid = objects[0].mask.grid
    var labels = [UInt8](repeating: 0, count: grid.count)
    for (index, object) in objects.enumerated() {
      let other = object.mask.grid
      guard other.shape == grid.shape else {
        throw GridError.gridsDiffer(object.name, other.shape, objects[0].name, grid.shape)
      }
      guard other.spacing == grid.spacing else {
        throw GridError.spacingsDiffer(object.name, other.spacing, objects[0].name, grid.spacing)
      }
      for element in object.mask.indices(where: true).map(Int.init) {
        guard labels[element] == 0 else {
          throw ConfigurationError.classesOverlap(
            objects[Int(labels[element]) - 1].name, object.name, at: grid.coordinates(of: element))
        }
        labels[element] = UInt8(index + 1)
      }
    }
    self.objects = objects
    self.labels = labels
    self.reduction = reduction
    truths = (0...objects.count).map { number in labels.map { Int($0) == number ? 1 : 0 } }
    distances = concurrentMap(count: objects.count, state: ()) {
      objects[$1].mask.boundaryDistance()
    }
  }
}

/// How many elements of each class are predicted to be of which class.
public struct ClassConfusion: Hashable, Sendable, Codable {
  /// By class of the truth and class of the prediction, the background first.
  public let counts: [[Int]]

  /// Counts the elements of labels.
  init(_ prediction: [UInt8], truth: [UInt8], classes: Int) {
    var counts = [Int](repeating: 0, count: classes * classes)
    for index in truth.indices {
      counts[Int(truth[index]) * classes + Int(prediction[index])] += 1
    }
    self.counts = (0..<classes).map { Array(counts[($0 * classes)..<(($0 + 1) * classes)]) }
  }
}
