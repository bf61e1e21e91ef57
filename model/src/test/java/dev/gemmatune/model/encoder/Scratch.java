package dev.gemmatune.model.encoder;

public class Scratch {
    public static void main(String[] a) {
        System.out.println(TorchScript.load("gemma3_encoder.torchscript", ai.djl.Device.cpu())
                .getBlock());
    }
}
