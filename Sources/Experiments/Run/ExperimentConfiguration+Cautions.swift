import Algorithms
import Losses

extension ExperimentConfiguration {
  /// What settings of losses cannot see of the objects, each object once; those that are not possible, and
  /// losses of other processes, say nothing.
  package func cautions(in registries: Registries) throws -> [String] {
    let losses = settings.compactMap { setting in
      (try? registries.losses.loss(id: setting.id, parameters: setting.parameters))
        .map { (setting: setting, loss: $0) }
    }
    let objects = objects.compactMap { try? $0.resolved(on: grid).object.get() }
    return try Experiment.cautions(of: losses, about: objects)
  }
}

extension Experiment {
  /// What settings of losses cannot see of objects.
  static func cautions(
    of losses: [(setting: LossSetting, loss: any Loss)], about objects: [NamedObject]
  ) throws -> [String] {
    try objects.uniqued(on: \.name).flatMap { object in
      let truth = ProbabilityMap(object.mask)
      let sample = try Sample(prediction: truth, truth: truth)
      return losses.compactMap { setting, loss in
        loss.caution(sample).map { "\(setting.key) on \(object.name): \($0)" }
      }
    }
  }
}
