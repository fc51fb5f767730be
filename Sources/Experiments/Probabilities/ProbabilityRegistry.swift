import Losses
import Texts

/// The probability models that a program knows, in the order in which they are listed.
public struct ProbabilityRegistry: Sendable {
  /// The models, in order.
  public let models: [any ProbabilityModel.Type]

  /// A registry of models whose identifiers differ.
  public init(_ models: [any ProbabilityModel.Type]) { self.models = models }

  /// Every model of this package. Adding one is one line here.
  public static let standard = ProbabilityRegistry([
    SigmoidModel.self,
    TwoValuedModel.self,
  ])

  /// The predictor that a description asks for.
  ///
  /// - Throws: ``ConfigurationError/probabilities(_:reason:)``.
  public func predictor(_ description: ProbabilityDescription) throws(ConfigurationError)
    -> Predictor
  {
    let model = try model(of: description)
    let parameters = try Self.parameters(of: description, for: model)
    try description.checkCommon()
    return Predictor(model: model.init(parameters: parameters), description)
  }

  /// The same with probability 0 far from the object; none where it has that already, or cannot have it.
  ///
  /// - Throws: ``ConfigurationError/probabilities(_:reason:)``.
  func withoutFloor(
    _ description: ProbabilityDescription
  ) throws(ConfigurationError) -> ProbabilityDescription? {
    let model = try model(of: description)
    let parameters = try Self.parameters(of: description, for: model)
    let changed = parameters.merging(model.withoutFloor) { $1 }
    guard changed != parameters else { return nil }
    var bare = description
    bare.parameters = changed
    return bare
  }

  private func model(
    of description: ProbabilityDescription
  ) throws(ConfigurationError) -> any ProbabilityModel.Type {
    guard let model = models.first(where: { $0.id == description.model }) else {
      let nearest = nearestName(to: description.model, among: models.map { $0.id }) ?? ""
      throw .probabilities(
        "\(description)",
        reason: "there is no model '\(description.model)'; did you mean '\(nearest)'?")
    }
    return model
  }

  /// A value for each number of a model.
  private static func parameters(
    of description: ProbabilityDescription, for model: any ProbabilityModel.Type
  ) throws(ConfigurationError) -> [String: Double] {
    var parameters: [String: Double] = [:]
    for (name, value) in description.parameters {
      // A number without a name is the first parameter.
      let name = name.isEmpty ? model.parameters.first?.name ?? "" : name
      guard parameters.updateValue(value, forKey: name) == nil,
        model.parameters.contains(where: { $0.name == name })
      else {
        let known = model.parameters.map(\.name) + ProbabilityDescription.commonNames
        throw .probabilities(
          "\(description)",
          reason: "'\(name)' is unknown or there twice; expected \(known.joined(separator: ", "))")
      }
    }
    for parameter in model.parameters {
      let value = parameters[parameter.name] ?? parameter.defaultValue
      guard parameter.range.contains(value) else {
        throw .probabilities(
          "\(description)",
          reason: "\(parameter.name) is \(value); expected \(parameter.range)")
      }
      parameters[parameter.name] = value
    }
    return parameters
  }
}
