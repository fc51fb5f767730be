import ArgumentParser
import Experiments
import FieldFiles

/// The objects, with a shape or from files.
struct ObjectOptions: ConfigurationOptions {
  @OptionGroup var shapes: ShapeOptions

  @Option(
    help: ArgumentHelp(
      "A file with the mask of an object: FILE, FILE:LABEL, FILE:LABEL+LABEL for several together, or NAME=FILE:LABEL. Repeatable.",
      valueName: "name=file:label"))
  var truth: [String] = []

  @OptionGroup var reading: TruthReadingOptions

  func apply(to configuration: inout ExperimentConfiguration) throws {
    let options = try reading.options()
    if !truth.isEmpty {
      configuration.objects = truth.map { argument in
        ObjectSpecification(
          truth: argument, defaultName: truth.count == 1 ? "truth" : nil, reading: options)
      }
      try splitLabels(of: &configuration)
    } else if options != ReadingOptions() {
      throw ValidationError(
        "--label and what else tells how to read are for --truth; give that too")
    }
    try shapes.apply(to: &configuration)
  }
}

extension ObjectOptions {
  /// Makes several labels of one file the classes of a scene.
  private func splitLabels(of configuration: inout ExperimentConfiguration) throws {
    guard reading.labels != nil, let object = configuration.objects.first,
      let labels = object.reading.labels, labels.count > 1
    else { return }
    guard truth.count == 1 else {
      throw ValidationError(
        "--labels are the classes of one --truth; of several give each as FILE:1+2 or FILE:1")
    }
    configuration.objects = labels.map { label in
      var single = object
      single.name = "label \(label)"
      single.reading.labels = [label]
      return single
    }
    configuration.classes = configuration.classes ?? ClassesSpecification()
  }
}

/// Objects by name, and new ones with a shape.
struct ShapeOptions: ConfigurationOptions {
  @Option(
    help: ArgumentHelp(
      "Names of objects, or new ones as NAME=KIND:NUMBERS (ball=disc:12), with @ROW:COLUMN at another place than the centre, separated by commas."
    ))
  var objects: String?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    guard let objects else { return }
    let known = configuration.objects
    configuration.objects = try names(objects).map { argument in
      if let object = known.first(where: { $0.name == argument }) { return object }
      guard argument.contains("=") else {
        throw ConfigurationError.unknownObject(argument, known: known.map(\.name))
      }
      return try ObjectSpecification(argument: argument)
    }
  }
}

/// The grid that objects with a shape are drawn on.
struct GridOptions: ConfigurationOptions {
  @Option(
    help: ArgumentHelp(
      "Extents of the grid: 512 for a square of 512 x 512, 256x128 (rows x columns), 64x64x64 "
        + "(slices x rows x columns)."))
  var grid: String?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    guard let grid else { return }
    guard let extents = Self.extents(grid) else {
      throw ValidationError("--grid is '\(grid)'; expected extents as 256x256, or 256 for the same")
    }
    configuration.grid.shape = extents
    configuration.grid.spacing = nil
  }

  /// `256x640` as numbers; a single one is the side of a square.
  static func extents(_ text: String) -> [Int]? {
    let extents = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard !extents.contains(nil) else { return nil }
    let shape = extents.compactMap { $0 }
    return shape.count == 1 ? shape + shape : shape
  }
}
