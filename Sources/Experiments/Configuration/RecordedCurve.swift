/// The values of a loss that was computed elsewhere, on one object along one path.
public struct RecordedCurve: Hashable, Sendable, Codable {
  /// Name of the object.
  public var object: String
  /// Identifier of the path.
  public var path: String
  /// Name of the loss.
  public var loss: String
  /// One value a step, from step 0.
  public var values: [Double]

  /// Records a curve.
  public init(object: String, path: String, loss: String, values: [Double]) {
    self.object = object
    self.path = path
    self.loss = loss
    self.values = values
  }
}
