import ArgumentParser
import Experiments
import Studies

extension LandscapeStudy: StudyWithOptions {
  /// An experiment, and the sizes of its objects.
  struct Options: StudyOptions {
    @OptionGroup var experiment: ExperimentOptions

    @Option(help: "Radius of the smallest disc (default: 2).")
    var smallest: Double?

    @Option(help: "Radius of the largest disc (default: 100).")
    var largest: Double?

    @Option(help: "Number of discs, spaced logarithmically (default: 18).")
    var sizes: Int?

    func configuration() throws -> ExperimentConfiguration {
      var configuration = try experiment.configuration(standard: .landscape)
      let isSized = smallest != nil || largest != nil || sizes != nil
      let objects = experiment.objects
      guard !isSized || objects.objects == nil, objects.truth.isEmpty else {
        throw ValidationError(
          "a landscape takes --smallest, --largest and --sizes, or several --objects; no --truth")
      }
      // A file that does not speak of objects has the two of the figure, which make no landscape.
      if isSized || configuration.objects == ObjectSpecification.standard {
        configuration.objects = try discs()
      }
      return configuration
    }

    private func discs() throws -> [ObjectSpecification] {
      let (smallest, largest) = (smallest ?? 2, largest ?? 100)
      guard smallest >= 1, smallest < largest, largest <= 1e5 else {
        throw ValidationError(
          "--smallest is \(smallest) and --largest \(largest); expected 1 <= smallest < largest")
      }
      guard (2...1000).contains(sizes ?? 18) else {
        throw ValidationError("--sizes is \(sizes ?? 18); expected 2 to 1000")
      }
      return .discs(from: smallest, to: largest, count: sizes ?? 18)
    }
  }
}
