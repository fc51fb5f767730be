extension ExperimentConfiguration {
  /// The same without files, so that every machine computes the same from it.
  ///
  /// - Throws: ``ConfigurationError/outOfRange(_:value:expected:)`` where curves are computed
  ///   elsewhere, and what is wrong with the file of an object.
  package func selfContained() throws -> ExperimentConfiguration {
    let elsewhere = curves + recorded.map(\.loss)
    guard elsewhere.isEmpty else {
      throw ConfigurationError.outOfRange(
        "the list of curves computed elsewhere", value: elsewhere.joined(separator: ", "),
        expected: "none: only losses that are there to be computed can be so cell by cell")
    }
    var contained = self
    contained.output.folder = nil
    func withoutFiles(_ objects: [ObjectSpecification]) throws -> [ObjectSpecification] {
      try objects.map { object in
        object.shape == nil ? try object.resolved(on: grid).specification : object
      }
    }
    contained.objects = try withoutFiles(objects)
    contained.classes?.beside = try classes?.beside.map(withoutFiles)
    return contained
  }
}
