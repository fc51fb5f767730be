/// Is told how far an experiment has come.
public protocol ExperimentProgress: Sendable {
  /// The experiment begins; it will evaluate so many predictions.
  func begin(predictions: Int)

  /// All losses of one prediction are there. Called from any thread.
  func advance()

  /// Nothing more will come, whether all went well or not.
  func end()
}
