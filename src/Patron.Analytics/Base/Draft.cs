namespace Patron.Analytics.Base;

/// <summary>The next version of an array that readers may hold: what they can see is copied before it is changed, spare room behind it is written in place.</summary>
internal sealed class Draft<T>(T[] values, int visible, T missing)
{
    private bool owned;

    public T[] Values { get; private set; } = values;

    public T this[int index] => index < Values.Length ? Values[index] : missing;

    public void Set(int index, T value)
    {
        if (EqualityComparer<T>.Default.Equals(this[index], value)) return;
        Reach(index + 1);
        if (!owned && index < visible)
        {
            Values = [.. Values];
            owned = true;
        }
        Values[index] = value;
    }

    /// <summary>Makes room for so many rows; new ones are missing.</summary>
    public void Reach(int count)
    {
        if (count <= Values.Length) return;
        Values = Growing.To(Values, count, missing);
        owned = true;
    }
}
