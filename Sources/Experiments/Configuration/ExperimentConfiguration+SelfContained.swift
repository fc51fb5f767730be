extension ExperimentConfiguration {
  /// The same without files, so that every machine computes the same from it.
  ///
  /// - Throws: ``ConfigurationError/outOfRange(_:value:expected:)`` where curves are computed
  ///   elsewhere, and what is wrong with the file of an object.
  package func selfContained() throws -> ExperimentConfiguration {
    let elsewhere = curves + external.map(\.name) + recorded.map(\.loss)
    guard elsewhere.isEmpty else {
      throw ConfigurationError.outOfRange(
        "the list of curves computed elsewhere", value: elsewhere.joined(separator: ", "),
        expected: "none: only the losses of the catalogue can be computed cell by cell")
    }
    var contained = self
    contained.output.folder = nil
    contained.objects = try objects.map { object in
      object.shape == nil ? try object.resolved(on: grid).specification : object
    }
    return contained
  }
}
