import Texts
import LongRuns
import Experiments
import Losses
import RealModule

/// Curves of losses over objects of many sizes: one cell for each object along each path.
public struct LandscapeStudy: Study {
  public static let kind = "landscape"
  public static let question =
    "Maps losses over object size and error step: where does each stop rising?"
  public static let details = """
    Writes landscape.md, .json and .csv, a map of the scaled losses and their slopes for each \
    path (landscape-PATH.*) and the share of rising steps against size (landscape-rising.*). \
    By default the seven losses of the survey's figure on 18 discs, 256 x 640 elements, along \
    slide, speckle, boundary-noise and fragment.
    """

  /// The experiment; each of its objects is one size.
  public let configuration: ExperimentConfiguration
  private let registries: Registries

  /// Prepares a landscape.
  ///
  /// - Throws: what is wrong with the configuration or with a file of an object.
  public init(_ configuration: ExperimentConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries)
    self.configuration = try configuration.selfContained().withoutOutput
    self.registries = try registries.adding(configuration.external)
  }

  public func result(_ outcomes: [LandscapeCell]) -> Landscape { Landscape(self, outcomes) }

  public func cautions() throws -> [String] { try configuration.cautions(in: registries) }

  public var cellCount: Int { configuration.paths.count * configuration.sceneNames.count }

  /// The path of a cell, and the number of its scene.
  private func place(ofCell index: Int) -> (path: String, scene: Int) {
    let (path, scene) = index.quotientAndRemainder(dividingBy: configuration.sceneNames.count)
    return (configuration.paths[path], scene)
  }

  public func outcome(ofCell index: Int) throws -> LandscapeCell {
    let (path, scene) = place(ofCell: index)
    let single = configuration.single(scene: scene, along: path)
    let name = configuration.sceneNames[scene]
    var cell = LandscapeCell(object: name, path: path)
    do {
      // Not of all classes together, which have a size where they have a scene.
      if let object = configuration.objects.first(where: { $0.name == name }) {
        cell.size = try object.resolved(on: configuration.grid).object.get().mask.foregroundCount
      }
      let report = Report(try Experiment(single, registries: registries).run().whole())
      cell.scene = report.scenes[0]
      cell.size = report.scenes[0].size
    } catch let error as PathError {
      cell.obstacle = "\(error)"
    } catch let error as ObjectError {
      cell.obstacle = "\(error)"
    }
    return cell
  }
}

extension LandscapeStudy {
  public func accepts(_ cell: LandscapeCell, ofCell index: Int) -> Bool {
    let (path, name) = place(ofCell: index)
    guard cell.object == configuration.sceneNames[name], cell.path == path else { return false }
    guard let scene = cell.scene else { return cell.obstacle != nil }
    return scene.object == cell.object && scene.path == cell.path && scene.size == cell.size
      && scene.curves.map(\.key) == configuration.settings.map(\.key)
      && scene.isPlausible(steps: configuration.steps, tolerance: configuration.tolerance)
  }
}

/// One object along one path, or why there is no such thing.
public struct LandscapeCell: Codable, Hashable, Sendable {
  /// Name of the object.
  public let object: String
  /// Identifier of the path.
  public let path: String
  /// Number of elements of the object; none where it does not fit on the grid.
  public fileprivate(set) var size: Int?
  /// Its curves; none where it is not possible.
  public fileprivate(set) var scene: Report.SceneReport?
  /// Why it is not possible.
  public fileprivate(set) var obstacle: String?

  fileprivate init(object: String, path: String) {
    self.object = object
    self.path = path
  }
}

extension ExperimentConfiguration {
  /// The protocol of a landscape: discs of logarithmically spaced radii on the grid of the figure, along
  /// the path of the article's figure and three random ones.
  public static let landscape: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.paths = ["slide", "speckle", "boundary-noise", "fragment"]
    configuration.objects = .discs(from: 2, to: 100, count: 18)
    return configuration
  }()
}

extension [ObjectSpecification] {
  /// Discs whose radii are spaced logarithmically, rounded to hundredths; those that round to the
  /// same are one.
  ///
  /// - Parameters:
  ///   - smallest: the first radius, above 0.
  ///   - largest: the last radius.
  ///   - count: how many; at least 1.
  public static func discs(from smallest: Double, to largest: Double, count: Int) -> Self {
    let radii = (0..<count).map { index in
      let share = count > 1 ? Double(index) / Double(count - 1) : 0
      return (smallest * Double.pow(largest / smallest, share) * 100).rounded() / 100
    }
    return Set(radii).sorted().map { radius in
      ObjectSpecification(name: "disc-\(shortNumber(radius))", shape: .disc(radius: radius))
    }
  }
}
