import Losses
import RealModule

/// Makes what is predicted of each class at the steps of a scene of several classes.
///
/// The classes that drift follow their path and take elements from the others; what they leave is
/// background. An element that two of them claim belongs to the one whose boundary is farther.
struct ClassStepMaker: Sendable {
  let classes: SceneClasses
  /// The class of each element at the step that was made last, in row-major order.
  private(set) var labels: [UInt8]

  /// The number of each class that drifts, and what makes its steps.
  private var drifting: [(number: Int, maker: StepMaker)]
  /// What is predicted of each class but the background at that step.
  private var objects: [PredictedObject]
  private let predictor: Predictor
  /// What tells the noise of each class from others of the same seed, class 1 first.
  private let streams: [String]
  private let seeds: [UInt64]

  init(
    _ classes: SceneClasses, drifting: [(number: Int, maker: StepMaker)], seeds: [UInt64],
    predictor: Predictor, streams: [String]
  ) {
    self.classes = classes
    self.drifting = drifting
    self.seeds = seeds
    self.predictor = predictor
    self.streams = streams
    labels = classes.labels
    objects = classes.objects.map { PredictedObject($0.mask) }
  }

  /// The numbers of the classes that drift.
  var numbers: [Int] { drifting.map(\.number) }

  /// Makes the objects of a step, of which ``probabilities(step:run:with:)`` are, and their ``labels``.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  mutating func makeObjects(step: Int, run: Int) {
    followPath(step: step, run: run)
    setObjects()
  }

  /// Makes the ``labels`` of a step alone: those of the objects, or of the probabilities where the path adds
  /// noise to the logits.
  mutating func makeLabels(step: Int, run: Int) {
    followPath(step: step, run: run)
    guard drifting.contains(where: { $0.maker.object.logits.noise > 0 }) else { return }
    setObjects()
    labels = mostProbable(probabilities(step: step, run: run)).map(UInt8.init)
  }

  private mutating func followPath(step: Int, run: Int) {
    for index in drifting.indices { drifting[index].maker.makeObject(step: step, run: run) }
    setLabels()
  }

  /// Writes the probability that an element is of any class that drifts.
  ///
  /// - Parameter fields: the probabilities of each class, the background first.
  func writeDrifting(of fields: [[Double]], into result: UnsafeMutableBufferPointer<Double>) {
    for index in result.indices {
      result[index] = min(drifting.reduce(0) { $0 + fields[$1.number][index] }, 1)
    }
  }

  /// The distances of what drifts to its predicted boundary, each where the class is.
  private var driftingDistances: [[Double]] {
    drifting.map { $0.maker.object.withDistances { Array($0) } }
  }

  private mutating func setLabels() {
    let moved = Set(drifting.map { UInt8($0.number) })
    for index in labels.indices {
      let label = classes.labels[index]
      labels[index] = moved.contains(label) ? 0 : label
    }
    var claims = [UInt8](repeating: 0, count: labels.count)
    for (number, maker) in drifting {
      for index in maker.object.mask.elements.indices where maker.object.mask.elements[index] {
        claims[index] += 1
        labels[index] = UInt8(number)
      }
    }
    guard claims.contains(where: { $0 > 1 }) else { return }
    let depths = driftingDistances
    for index in labels.indices where claims[index] > 1 {
      let claiming = drifting.indices.filter { drifting[$0].maker.object.mask.elements[index] }
      let deepest = claiming.min { depths[$0][index] < depths[$1][index] } ?? 0
      labels[index] = UInt8(drifting[deepest].number)
    }
  }

  /// Makes objects of the labels, with the distances to their boundaries where predictions depend on
  /// these.
  private mutating func setObjects() {
    for place in objects.indices {
      objects[place].mask.update { [labels] elements in
        for index in elements.indices { elements[index] = Int(labels[index]) == place + 1 }
      }
    }
    guard predictor.readsDistances else { return }
    for (place, distances) in exclusiveDistances().enumerated() {
      objects[place].distances = distances
      objects[place].hasDistances = true
    }
  }

  /// Signed distances of the objects that are negative in one alone: where two classes that drift overlap,
  /// half the difference of their distances; others end where these begin.
  private func exclusiveDistances() -> [[Double]] {
    var fields = classes.distances
    for (drifting, distances) in zip(drifting, driftingDistances) {
      fields[drifting.number - 1] = distances
    }
    let isDrifting = fields.indices.map { place in drifting.contains { $0.number == place + 1 } }
    for index in labels.indices {
      var (least, second, nearest) = (Double.infinity, Double.infinity, -1)
      for place in fields.indices where isDrifting[place] {
        let distance = fields[place][index]
        if distance < least {
          (second, least, nearest) = (least, distance, place)
        } else {
          second = min(second, distance)
        }
      }
      for place in fields.indices {
        let distance = fields[place][index]
        let other = place == nearest ? second : least
        if !isDrifting[place] {
          fields[place][index] = max(distance, -least)
        } else if distance.isFinite, other.isFinite {
          fields[place][index] = max(distance, (distance - other) / 2)
        }
      }
    }
    return fields
  }
}

// MARK: - Probabilities

extension ClassStepMaker {
  /// The probability of each class at each element for the step that was made last, the background first.
  ///
  /// p_k = q_k / Σ_j q_j with q_k what the model says of the object of class k alone; the background has what
  /// the others leave, q_0 = 1 − Σ_{k>0} q_k, and at least what the model gives an object that is nowhere. With
  /// one object p_1 is q_1. What the path or the description do to logits is then done to ln p_k: all
  /// are scaled, and noise is added to those of the objects, each with a field of its own.
  func probabilities(step: Int, run: Int, with other: Predictor? = nil) -> [[Double]] {
    let predictor = other ?? predictor
    let floor = predictor.ofNothing
    var fields = [[Double](repeating: 0, count: labels.count)]
    fields += objects.map { object in
      var field = [Double](repeating: 0, count: labels.count)
      field.withUnsafeMutableBufferPointer { predictor.writeModel(object, into: $0) }
      return field
    }
    for index in labels.indices {
      let others = fields.dropFirst().reduce(0) { $0 + $1[index] }
      let background = max(1 - others, floor)
      fields[0][index] = background
      let sum = background + others
      if sum != 1 { for number in fields.indices { fields[number][index] /= sum } }
    }
    return changingLogits(of: fields, by: predictor, step: step, run: run)
  }

  private func changingLogits(
    of fields: [[Double]], by predictor: Predictor, step: Int, run: Int
  ) -> [[Double]] {
    // The classes that drift follow one path, which scales all of them alike.
    let scale = drifting[0].maker.object.logits.scale
    let noises = streams.enumerated().map { index, stream in
      let change = drifting.first { $0.number == index + 1 }?.maker.object.logits ?? LogitChange()
      return predictor.noise(
        in: change, step: step, seed: seeds[run], scene: stream, on: classes.grid)
    }
    guard scale != 1 || noises.contains(where: { $0 != nil }) else { return fields }
    var scores = fields
    for number in fields.indices {
      let noise = number == 0 ? nil : noises[number - 1]
      for index in labels.indices {
        scores[number][index] = scale * .log(fields[number][index]) + (noise?[index] ?? 0)
      }
    }
    return Activation.softmax.probabilities(of: scores)
  }
}
