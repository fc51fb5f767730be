import Losses

/// A way in which a prediction departs from the truth, one object a step.
///
/// To add one, write a type in a file of its own and name it in ``PathRegistry/standard``. The steps
/// are not kept: ``prepare(_:steps:)`` says how to make any of them, and whoever needs a step makes it
/// in memory of its own.
public protocol ErrorPath: Sendable {
  /// Identifier in kebab case, for command lines and tables.
  var id: String { get }
  /// What the path does, in a few words.
  var summary: String { get }
  /// How FP and FN go from step to step; what is counted is compared with it.
  var declaration: ErrorDeclaration { get }
  /// Whether the steps depend on a seed, over which curves are then averaged; `false` by default.
  var isRandom: Bool { get }

  /// Whether the truth may be empty; `false` by default.
  var takesEmptyTruth: Bool { get }

  /// The same path with another reach, where it has one; itself otherwise, which is the default.
  ///
  /// - Parameter reach: how far the last step goes, in widths of the object.
  func reaching(_ reach: Double) -> any ErrorPath

  /// Chooses for an object whatever does not depend on the seed, such as a speed, before any loss is
  /// evaluated.
  ///
  /// - Parameters:
  ///   - object: the truth.
  ///   - steps: K, the number of the last step; at least 1.
  /// - Throws: ``PathError`` when there is no room for the steps.
  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath
}

extension ErrorPath {
  public var isRandom: Bool { false }

  public var takesEmptyTruth: Bool { false }

  public func reaching(_ reach: Double) -> any ErrorPath { self }
}

/// How to make the steps of one object along one path.
public struct PreparedPath: Sendable {
  /// Turns the truth, which `elements` hold on entry in row-major order, into the mask of step
  /// `step` in 0 … K; step 0 leaves it as it is. Any step can be made alone, in any order.
  public typealias Trajectory = @Sendable (_ step: Int, _ elements: inout [Bool]) -> Void

  /// Turns the truth, which the object's mask is on entry, into what is predicted at a step.
  public typealias ObjectTrajectory =
    @Sendable (_ step: Int, _ object: inout PredictedObject) -> Void

  /// What was chosen for this object, for the report.
  public let settings: [PathSetting]
  /// The steps that belong to a seed.
  let trajectory: @Sendable (_ seed: UInt64) -> ObjectTrajectory

  /// Describes the steps of an object by their masks.
  ///
  /// - Parameters:
  ///   - settings: what was chosen for this object.
  ///   - trajectory: the steps that belong to a seed, the same for the same seed; paths that are not
  ///     random pass over it. What it keeps is held in memory as long as steps of that seed are made.
  public init(
    settings: [PathSetting] = [], trajectory: @escaping @Sendable (_ seed: UInt64) -> Trajectory
  ) {
    self.settings = settings
    self.trajectory = { seed in
      let trajectory = trajectory(seed)
      return { step, object in object.mask.update { trajectory(step, &$0) } }
    }
  }

  private init(
    settings: [PathSetting], objects: @escaping @Sendable (_ seed: UInt64) -> ObjectTrajectory
  ) {
    self.settings = settings
    self.trajectory = objects
  }

  /// Describes the steps of an object by more than their masks.
  ///
  /// - Parameters:
  ///   - settings: what was chosen for this object.
  ///   - trajectory: the steps that belong to a seed, as for ``init(settings:trajectory:)``.
  public static func ofObjects(
    settings: [PathSetting] = [],
    _ trajectory: @escaping @Sendable (_ seed: UInt64) -> ObjectTrajectory
  ) -> PreparedPath {
    PreparedPath(settings: settings, objects: trajectory)
  }
}

/// A number that a path chose for an object before any loss was evaluated.
public struct PathSetting: Hashable, Sendable, Codable {
  /// What it is, for example `speed`.
  public let name: String
  /// Its value.
  public let value: Double
  /// Its unit, for example `elements per step`.
  public let unit: String

  /// Describes a choice.
  public init(name: String, value: Double, unit: String) {
    self.name = name
    self.value = value
    self.unit = unit
  }
}
