import Documents
import FieldFiles
import Foundation
import Losses

/// Writes the truths and predictions of an experiment for other programs.
public struct SceneExport: Sendable {
  /// What `manifest.json` says.
  public struct Manifest: Hashable, Sendable, Codable {
    /// What the files were made from.
    public let configuration: ExperimentConfiguration
    /// The type of the numbers in all arrays.
    public let type: NumPyPrecision
    /// One entry a prediction.
    public let scenes: [Entry]
    /// The objects and paths that are not possible, where there are such.
    public let impossible: [ImpossibleScene]?
  }

  /// One prediction and its truth.
  public struct Entry: Hashable, Sendable, Codable {
    /// Name of the object.
    public let object: String
    /// Identifier of the error path.
    public let path: String
    /// Which of the seeds of a random path, from 0.
    public let run: Int
    /// The step, from 0.
    public let step: Int
    /// FP of the predicted mask.
    public let falsePositives: Int
    /// FN of the predicted mask.
    public let falseNegatives: Int
    /// Distance between neighbours along each axis, slowest first.
    public let spacing: [Double]
    /// File of the truth, an array of zeros and ones, or of the numbers of classes, relative to the manifest.
    public let truth: String
    /// File of the prediction, an array of probabilities, relative to the manifest; of several classes one
    /// array for each, the background first.
    public let prediction: String
  }

  /// What tells `manifest.json` from other files of this program.
  public static let kind = "scenes"

  private let configuration: ExperimentConfiguration
  private let registries: Registries
  private let precision: NumPyPrecision

  /// Prepares an export.
  ///
  /// - Parameters:
  ///   - configuration: the experiment.
  ///   - registries: the losses and paths that the configuration may name.
  ///   - precision: of the numbers; networks have the single one, which takes half the room.
  public init(
    _ configuration: ExperimentConfiguration, registries: Registries,
    precision: NumPyPrecision = .single
  ) {
    self.configuration = configuration
    self.registries = registries
    self.precision = precision
  }

  /// Writes all files into a folder; the manifest comes last, when all others are there.
  ///
  /// - Parameters:
  ///   - folder: where to.
  ///   - limits: what it may take.
  /// - Throws: ``RunLimitError``, `FileError`, ``PathError``, ``ObjectError`` or ``ConfigurationError``.
  public func write(to folder: String, limits: RunLimits? = nil) throws -> Manifest {
    let experiment = try Experiment(configuration, registries: registries)
    let (scenes, impossible) = try experiment.scenes(limits: limits)
    try makeFolder(at: folder)
    // Names of objects come from users, who may write a slash into them; numbers are safe. An object has
    // one truth, whatever paths it takes.
    var truths: [[String]: String] = [:]
    var entries: [Entry] = []
    for (number, scene) in scenes.enumerated() {
      let name = scene.classes?.objects.map(\.name) ?? [scene.object.name]
      let truth = truths[name] ?? "\(truths.count)-truth.npy"
      if truths.updateValue(truth, forKey: name) == nil {
        let labels = scene.classes?.labels.map(Double.init)
        try writeNumPy(
          labels ?? ProbabilityMap(scene.object.mask).values, shape: scene.object.mask.grid.shape,
          to: folder + "/" + truth, precision: precision)
      }
      entries += try write(scene, number: number, truth: truth, to: folder)
    }
    var embedded = configuration
    embedded.output.folder = nil
    let manifest = Manifest(
      configuration: embedded, type: precision, scenes: entries,
      impossible: impossible.isEmpty ? nil : impossible)
    try writeAtomically(try JSON.document(manifest, kind: Self.kind), to: folder + "/manifest.json")
    return manifest
  }

  private func write(
    _ scene: Scene, number: Int, truth: String, to folder: String
  ) throws -> [Entry] {
    var maker = scene.predictionMaker()
    return try scene.seeds.indices.flatMap { run in
      try (0...scene.lastStep).map { step in
        let prediction = "\(number)-run\(run)-step\(step).npy"
        let fields = maker.classPredictions(step: step, run: run)
        try writeNumPy(
          fields?.flatMap(\.self) ?? maker.prediction(step: step, run: run).values,
          shape: (fields.map { [$0.count] } ?? []) + scene.object.mask.grid.shape,
          to: folder + "/" + prediction, precision: precision)
        return Entry(
          object: scene.object.name, path: scene.path.id, run: run, step: step,
          falsePositives: scene.counts[run][step].falsePositives,
          falseNegatives: scene.counts[run][step].falseNegatives,
          spacing: scene.object.mask.grid.spacing, truth: truth, prediction: prediction)
      }
    }
  }
}
