//! What makes an enum and a file for each language out of texts that stand side by side.

macro_rules! strings {
    (
        $($name:ident: $en:literal, $zh:literal;)+
        => for scripts, by name:
        $($named:ident: $named_en:literal, $named_zh:literal;)+
    ) => {
        /// A text by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the English text is the documentation")]
        pub enum Text { $($name,)+ $($named,)+ }

        impl Text {
            /// Every text.
            pub const ALL: &[Self] = &[$(Self::$name,)+ $(Self::$named,)+];
        }

        pub(in crate::text) const EN: &str = concat!(
            $($en, "\n",)+ $(stringify!($named), "\t", $named_en, "\n",)+
        );
        pub(in crate::text) const ZH: &str = concat!(
            $($zh, "\n",)+ $(stringify!($named), "\t", $named_zh, "\n",)+
        );
    };
}

pub(super) use strings;
