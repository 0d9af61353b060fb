using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Patron.Browser.Harness;

namespace Patron.Browser;

/// <summary>The real program as a process of its own, on a free port and with its data in a temporary folder.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output;
    private readonly PosixSignalRegistration stopping;
    private bool ended;

    private RunningProgram(Process process, StringBuilder output, string address, string data)
    {
        (this.process, this.output, Address, Data) = (process, output, address, data);
        // A run that is stopped from outside disposes no fixture.
        stopping = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End());
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The data folder, for commands that are to reach this program.</summary>
    public string Data { get; }

    /// <summary>All that the program has said so far, on both of its outputs: a demo prints its login there.</summary>
    public string Output
    {
        get { lock (output) return output.ToString(); }
    }

    /// <summary>Runs a command that serves ("serve", "demo") and waits until it answers.</summary>
    /// <param name="from">A data folder that is copied first; without it the program begins with nothing.</param>
    public static Task<RunningProgram> Start(string command, string? from = null) => Start(Repository.Program(), command, from);

    internal static async Task<RunningProgram> Start(string program, string command, string? from)
    {
        var data = Directory.CreateTempSubdirectory("patron-browser-").FullName;
        if (from is not null) Copy(from, data);
        var port = FreePort.Find();
        var process = new Process
        {
            StartInfo = new("dotnet", [program, command, "--data", data, "--port", $"{port}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = data,
            },
        };
        var output = new StringBuilder();
        DataReceivedEventHandler keep = (_, line) => { lock (output) output.AppendLine(line.Data); };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var running = new RunningProgram(process, output, $"http://127.0.0.1:{port}", data);
        try
        {
            await running.Answer();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the program and leaves a copy of its data in this folder.</summary>
    public void Leave(string folder) => End(() => Copy(Data, folder));

    public ValueTask DisposeAsync()
    {
        stopping.Dispose();
        End();
        // Why a page failed is often said here and nowhere else.
        foreach (var line in Output.Split('\n').Where(l => l.Contains(" fail: ", StringComparison.Ordinal) || l.Contains(" crit: ", StringComparison.Ordinal))) Console.WriteLine(line);
        return ValueTask.CompletedTask;
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private void End(Action? last = null)
    {
        lock (process)
        {
            if (ended) return;
            ended = true;
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            last?.Invoke();
            Directory.Delete(Data, recursive: true);
        }
    }

    private async Task Answer()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            if (process.HasExited) throw new InvalidOperationException($"The program ended with {process.ExitCode} before it answered:\n{Output}");
            try
            {
                using var answer = await client.GetAsync(new Uri(Address));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        throw new TimeoutException($"The program did not answer within {Patience}:\n{Output}");
    }
}
