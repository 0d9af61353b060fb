using System.Globalization;
using System.Text;

namespace Patron.Messaging.SendMail;

/// <summary>The lines that go to a mail server and come back, each waited for only so long.</summary>
internal sealed class SmtpLines(TimeSpan patience)
{
    private readonly byte[] buffer = new byte[8_192];
    private int start, end;

    /// <summary>Another one once the connection is encrypted.</summary>
    public Stream Stream { get; set; } = Stream.Null;

    /// <summary>What has come and was not read yet is not believed.</summary>
    public void Forget() => (start, end) = (0, 0);

    public async Task<int> Ask(string command)
    {
        await Write(Encoding.UTF8.GetBytes(command + "\r\n"));
        return await Read();
    }

    public Task Write(ReadOnlyMemory<byte> bytes) => Stream.WriteAsync(bytes).AsTask().WaitAsync(patience);

    /// <summary>The code of one answer, which may have several lines.</summary>
    /// <exception cref="IOException">It is no answer of a mail server, or the connection has ended.</exception>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<int> Read(Action<string>? each = null)
    {
        while (true)
        {
            var line = await Line();
            each?.Invoke(line);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)) throw new IOException("Not SMTP.");
            if (line.Length == 3 || line[3] != '-') return code;
        }
    }

    private async Task<string> Line()
    {
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, start, at).TrimEnd('\r');
                start += at + 1;
                return line;
            }
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            if (end == buffer.Length) throw new IOException("The answer is too long.");
            var read = await Stream.ReadAsync(buffer.AsMemory(end)).AsTask().WaitAsync(patience);
            if (read == 0) throw new EndOfStreamException();
            end += read;
        }
    }
}
