import ArgumentParser
import Studies

extension DescentStudy: StudyWithOptions {
  /// Problems, optimisers and their learning rates.
  struct Options: StudyOptions {
    @OptionGroup(title: "Experiment") var plain: PlainStudyOptions<DescentConfiguration>
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Losses") var external: ExternalOptions

    @Option(help: "What to find: logits, disc, network, separated by commas.")
    var problems: String?

    @Option(help: "Optimisers: sgd, adam, separated by commas.")
    var optimisers: String?

    @Option(help: "Learning rates of every problem and optimiser, separated by commas.")
    var learningRates: String?

    @Option(
      help:
        "Radii of discs that are further classes, to be found beside each object, as 4,2; the network then has an output for each class."
    )
    var beside: String?

    @Option(help: "Number of steps of every run.")
    var iterations: Int?

    @Option(help: "Number of seeds.")
    var seeds: Int?

    @Option(help: "The first seed.")
    var seed: UInt64?

    func configuration() throws -> DescentConfiguration {
      var configuration = try plain.configuration()
      configuration.losses = try losses.selections(standard: configuration.losses)
      configuration.external = try external.losses(besides: configuration.external)
      if let problems {
        configuration.problems = try choices(
          problems, option: "--problems", of: DescentProblem.self)
      }
      try applyRates(to: &configuration)
      if let beside {
        let radii = names(beside).map { Double($0) }
        guard !radii.isEmpty, !radii.contains(nil) else {
          throw ValidationError("--beside is '\(beside)'; expected radii as 4,2")
        }
        for index in configuration.objects.indices {
          configuration.objects[index].beside = radii.compactMap(\.self)
        }
      }
      configuration.iterations = iterations ?? configuration.iterations
      configuration.seeds = seeds ?? configuration.seeds
      configuration.seed = seed ?? configuration.seed
      return configuration
    }

    private func applyRates(to configuration: inout DescentConfiguration) throws {
      if let optimisers {
        let chosen = try choices(optimisers, option: "--optimisers", of: OptimiserKind.self)
        for problem in configuration.problems {
          for optimiser in OptimiserKind.allCases where !chosen.contains(optimiser) {
            configuration.learningRates[problem][optimiser] = []
          }
        }
      }
      guard let learningRates else { return }
      let rates = try names(learningRates).map { text in
        guard let rate = Double(text) else {
          throw ValidationError("--learning-rates has '\(text)'; expected numbers as 0.01,0.1,1")
        }
        return rate
      }
      for problem in configuration.problems {
        for optimiser in configuration.learningRates[problem].optimisers {
          configuration.learningRates[problem][optimiser] = rates
        }
      }
    }

    private func choices<Choice: RawRepresentable & CaseIterable>(
      _ text: String, option: String, of type: Choice.Type
    ) throws -> [Choice] where Choice.RawValue == String {
      try names(text).map { name in
        guard let choice = Choice(rawValue: name) else {
          let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("\(option) has '\(name)'; expected \(known)")
        }
        return choice
      }
    }
  }
}
