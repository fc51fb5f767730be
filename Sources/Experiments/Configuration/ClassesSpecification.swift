import Documents
import Losses

/// How objects of an experiment are the classes of a scene, as it stands in a configuration.
///
/// Class 0 is the background, the first object class 1, and so on. Each class drifts in turn while the
/// others stay, and then all together. With other objects ``beside``, each object is class 1 of a scene of
/// its own, in which it drifts and those stay.
public struct ClassesSpecification: Hashable, Sendable {
  /// Whether the background takes part where a loss has a value for each class.
  public var background = ClassReduction.Background.include
  /// What becomes of the values of the classes: their mean, that of the classes present in the truth, a
  /// weighted one, or their sum.
  public var reduction = ClassReduction.Classes.mean
  /// A weight for each class, the background first.
  public var weights: [Double]?
  /// Names of the scenes that are made, ``ExperimentConfiguration/everyClass`` among them; all where
  /// left out.
  public var drifting: [String]?

  /// Objects that are classes of every scene and stay, each beside one that drifts.
  public var beside: [ObjectSpecification]?

  /// Means over all classes.
  public init() {}

  /// How losses become one value over the classes.
  package var classReduction: ClassReduction {
    ClassReduction(classes: reduction, weights: weights, background: background)
  }
}

extension ClassesSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case background, reduction, weights, drifting, beside
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    background = try container.decode(.background, default: background)
    reduction = try container.decode(.reduction, default: reduction)
    weights = try container.decodeIfPresent([Double].self, forKey: .weights)
    drifting = try container.decodeIfPresent([String].self, forKey: .drifting)
    beside = try container.decodeIfPresent([ObjectSpecification].self, forKey: .beside)
  }
}

extension ExperimentConfiguration {
  /// The name of the scene in which all classes drift together.
  public static let everyClass = "all classes"

  /// So many classes a scene may have beside the background.
  static let mostClasses = 100

  /// What drifts in the scenes along a path: each object, or the classes in turn and then all together.
  public var sceneNames: [String] {
    guard let classes, classes.beside == nil else { return objects.map(\.name) }
    return classes.drifting
      ?? objects.map(\.name) + (objects.count > 1 ? [Self.everyClass] : [])
  }

  /// The same with one scene alone.
  ///
  /// - Parameters:
  ///   - index: of ``sceneNames``.
  ///   - path: identifier of the path.
  package func single(scene index: Int, along path: String) -> ExperimentConfiguration {
    var single = self
    single.paths = [path]
    if classes == nil || classes?.beside != nil {
      single.objects = [objects[index]]
    } else {
      single.classes?.drifting = [sceneNames[index]]
    }
    return single
  }

  /// Checks what there is to check of classes before files are read.
  ///
  /// - Throws: ``ConfigurationError`` or `ClassError`.
  func validateClasses() throws {
    guard let classes else { return }
    let count = classes.beside.map { $0.count + 1 } ?? objects.count
    guard (1...Self.mostClasses).contains(count) else {
      throw ConfigurationError.outOfRange(
        "the number of classes", value: "\(count)", expected: "1 to \(Self.mostClasses)")
    }
    guard classes.reduction != .none else {
      throw ConfigurationError.outOfRange(
        "classes.reduction", value: "none",
        expected: "mean, present, weighted or sum: a curve "
          + "has one value a step")
    }
    try classes.classReduction.validate(classes: count + 1)
    let names = (objects + (classes.beside ?? [])).map(\.name) + [Self.everyClass]
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ConfigurationError.duplicateObject(name)
    }
    guard classes.beside == nil || classes.drifting == nil else {
      throw ConfigurationError.outOfRange(
        "classes.drifting", value: "given",
        expected: "none where classes.beside is: each object drifts beside those")
    }
    var known = self
    known.classes?.drifting = nil
    for name in classes.drifting ?? [] where !known.sceneNames.contains(name) {
      throw ConfigurationError.unknownObject(name, known: known.sceneNames)
    }
  }
}

extension ExperimentConfiguration {
  /// Checks that each object has scenes of its own, for studies that are of single objects.
  ///
  /// - Throws: ``ConfigurationError/outOfRange(_:value:expected:)``.
  package func requireSingleObjects() throws(ConfigurationError) {
    guard classes == nil else {
      throw .outOfRange(
        "classes", value: "given",
        expected: "none: this study looks at one object at a time")
    }
  }
}
