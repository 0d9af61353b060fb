namespace Patron.Imports.Reading;

/// <summary>A packed file holds more than is taken: it may be made to fill a disk or a processor.</summary>
internal sealed class UnpackedTooLargeException(long limit) : IOException($"More than {limit} bytes unpacked.")
{
    public long Limit { get; } = limit;
}

/// <summary>Reads on from another stream, up to so many bytes.</summary>
/// <param name="ends">At the limit the stream ends; otherwise it throws <see cref="UnpackedTooLargeException"/>.</param>
internal sealed class LimitedStream(Stream inner, long limit, bool ends = false) : Stream
{
    private long read;

    /// <summary>There was more behind the end.</summary>
    public bool Cut { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (Cut)
        {
            return 0;
        }

        var got = inner.Read(buffer);
        read += got;
        if (read <= limit)
        {
            return got;
        }

        Cut = true;
        return ends ? got - (int)(read - limit) : throw new UnpackedTooLargeException(limit);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
