import Losses
import RealModule

/// 3 × 3 convolutions with ReLU between them, from one image to one logit for each element, or to one for each class.
///
/// The parameters of a layer are its weights in the order output channel, input channel, row,
/// column, followed by one bias for each output channel: those of PyTorch's `Conv2d(i, o, 3,
/// padding=1)`, layer after layer. It is a class because it owns the buffers of both passes.
package final class ConvolutionalNetwork {
  /// Channels from the image (1) to the logits.
  package let channels: [Int]
  private let plane: PaddedPlane
  /// The input of each layer and the output of the last, each with its channels' planes in a row.
  private let activations: [UnsafeMutablePointer<Double>]
  /// The slopes of what `activations` hold.
  private let slopes: [UnsafeMutablePointer<Double>]

  /// A network with zeroed buffers.
  ///
  /// - Parameters:
  ///   - channels: at least two; the first is 1.
  ///   - rows: of the image.
  ///   - columns: of the image.
  package init(channels: [Int], rows: Int, columns: Int) {
    precondition(channels.count >= 2 && channels.first == 1)
    let plane = PaddedPlane(rows: rows, columns: columns)
    func buffers() -> [UnsafeMutablePointer<Double>] {
      channels.map { count in
        let buffer = UnsafeMutablePointer<Double>.allocate(capacity: count * plane.count)
        buffer.initialize(repeating: 0, count: count * plane.count)
        return buffer
      }
    }
    self.channels = channels
    self.plane = plane
    activations = buffers()
    slopes = buffers()
  }

  deinit {
    for buffer in activations + slopes { buffer.deallocate() }
  }

  private var layerCount: Int { channels.count - 1 }

  /// Where the parameters of a layer start; of the layer after the last, their number.
  private func offset(_ layer: Int) -> Int {
    (0..<layer).reduce(0) { $0 + channels[$1 + 1] * (9 * channels[$1] + 1) }
  }

  /// Number of parameters.
  package var parameterCount: Int { offset(layerCount) }

  /// Weights from normal distributions of variance 2 / fan-in (He et al. 2015), biases 0.
  package func initialParameters(using random: inout SeededGenerator) -> [Double] {
    (0..<layerCount).flatMap { layer in
      let deviation = (2 / Double(9 * channels[layer])).squareRoot()
      let weights = (0..<9 * channels[layer] * channels[layer + 1]).map { _ in
        deviation * random.normal()
      }
      return weights + [Double](repeating: 0, count: channels[layer + 1])
    }
  }

  /// The logits of an image, output after output and row by row.
  package func forward(_ parameters: [Double], image: [Double]) -> [Double] {
    precondition(parameters.count == parameterCount)
    scatter(image, into: activations[0])
    for layer in 0..<layerCount { forward(layer, parameters) }
    let logits = activations[layerCount]
    return (0..<channels[layerCount]).flatMap { output in
      (0..<plane.rows * plane.columns).map { logits[output * plane.count + plane.index($0)] }
    }
  }

  private func forward(_ layer: Int, _ parameters: UnsafePointer<Double>) {
    let (inputs, outputs) = (channels[layer], channels[layer + 1])
    let weights = parameters + offset(layer)
    let biases = weights + 9 * inputs * outputs
    for output in 0..<outputs {
      let result = activations[layer + 1] + output * plane.count
      result.update(repeating: biases[output], count: plane.count)
      for input in 0..<inputs {
        plane.convolve(
          activations[layer] + input * plane.count,
          Kernel(weights + 9 * (output * inputs + input)), into: result)
      }
      if layer < layerCount - 1 {
        for index in 0..<plane.count { result[index] = max(result[index], 0) }
      }
      plane.clearBorder(result)
    }
  }

  /// Adds to `gradient` the derivative of Σ slopes · logits with respect to the parameters, at the
  /// parameters and the image of the last `forward`.
  package func backward(
    _ parameters: [Double], slopes outer: [Double], into gradient: inout [Double]
  ) {
    precondition(parameters.count == parameterCount && gradient.count == parameterCount)
    scatter(outer, into: slopes[layerCount])
    for layer in (0..<layerCount).reversed() {
      backwardToParameters(layer, &gradient)
      if layer > 0 { backwardToInput(layer, parameters) }
    }
  }

  private func backwardToParameters(_ layer: Int, _ gradient: UnsafeMutablePointer<Double>) {
    let (inputs, outputs) = (channels[layer], channels[layer + 1])
    let weights = gradient + offset(layer)
    let biases = weights + 9 * inputs * outputs
    for output in 0..<outputs {
      let slopes = slopes[layer + 1] + output * plane.count
      for input in 0..<inputs {
        plane.correlate(
          activations[layer] + input * plane.count, slopes,
          into: weights + 9 * (output * inputs + input))
      }
      for index in 0..<plane.count { biases[output] += slopes[index] }
    }
  }

  private func backwardToInput(_ layer: Int, _ parameters: UnsafePointer<Double>) {
    let (inputs, outputs) = (channels[layer], channels[layer + 1])
    let weights = parameters + offset(layer)
    for input in 0..<inputs {
      let result = slopes[layer] + input * plane.count
      result.update(repeating: 0, count: plane.count)
      for output in 0..<outputs {
        plane.convolve(
          slopes[layer + 1] + output * plane.count,
          Kernel(turning: weights + 9 * (output * inputs + input)), into: result)
      }
      // The input is 0 where the ReLU before this layer has no slope, and at the border.
      let activation = activations[layer] + input * plane.count
      for index in 0..<plane.count where activation[index] <= 0 { result[index] = 0 }
    }
  }

  /// Lays values, row by row, on one plane after the other; their borders stay 0.
  private func scatter(_ values: [Double], into target: UnsafeMutablePointer<Double>) {
    let count = plane.rows * plane.columns
    precondition(values.count % count == 0)
    for (index, value) in values.enumerated() {
      target[index / count * plane.count + plane.index(index % count)] = value
    }
  }
}
