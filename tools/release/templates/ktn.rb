class Ktn < Formula
  desc "Chat for your own network in one file"
  homepage "@home@"
  version "@version@"
  license "MIT"

  on_macos do
    on_arm do
      url "@url_macos_arm64@"
      sha256 "@sum_macos_arm64@"
    end
    on_intel do
      url "@url_macos_x64@"
      sha256 "@sum_macos_x64@"
    end
  end

  on_linux do
    on_arm do
      url "@url_linux_arm64@"
      sha256 "@sum_linux_arm64@"
    end
    on_intel do
      url "@url_linux_x64@"
      sha256 "@sum_linux_x64@"
    end
  end

  def install
    bin.install "ktn"
    man1.install "ktn.1"
    bash_completion.install "completions/ktn.bash" => "ktn"
    fish_completion.install "completions/ktn.fish"
    zsh_completion.install "completions/_ktn"
  end

  service do
    run [opt_bin/"ktn", "serve"]
    keep_alive crashed: true
    log_path var/"log/ktn.log"
    error_log_path var/"log/ktn.log"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/ktn --version")
    (testpath/"one.jsonl").write ""
    system bin/"ktn", "import", testpath/"one.jsonl", "--data", testpath/"data"
    system bin/"ktn", "check", "--data", testpath/"data"
  end
end
